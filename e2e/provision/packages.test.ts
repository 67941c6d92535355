import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Machine } from "./machine.ts";
import { missingNeeds, planProvision } from "./packages.ts";

const COMMANDS = ["redis-server", "redis-cli", "chromium", "initdb", "psql", "rq", "lynx", "postfix"];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "commands-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function machineWith(commands: readonly string[], more: Partial<Machine> = {}): Promise<Machine> {
  for (const command of commands) await writeFile(join(folder, command), "#!/bin/sh\n", { mode: 0o755 });
  return {
    commandFolders: [folder],
    chosenBrowser: null,
    isRoot: true,
    hasApt: true,
    hasServicePolicy: false,
    ...more,
  };
}

function planFor(machine: Machine) {
  return planProvision(missingNeeds(machine), machine);
}

describe("a machine that has everything", () => {
  it("is left alone", async () => {
    expect(planFor(await machineWith(COMMANDS))).toEqual({ kind: "ready" });
  });

  it("is not taken in by folders and files that cannot be run", async () => {
    const machine = await machineWith(COMMANDS.slice(2));
    await mkdir(join(folder, "redis-server"));
    await writeFile(join(folder, "redis-cli"), "", { mode: 0o644 });
    expect(missingNeeds(machine).map(({ command }) => command)).toEqual(["redis-server", "redis-cli"]);
  });
});

describe("a bare machine, as root with apt-get", () => {
  it("is given each missing package once, quietly and without what is merely recommended", async () => {
    const plan = planFor(await machineWith([]));
    expect(plan).toMatchObject({ kind: "install" });
    const [update, install] = plan.kind === "install" ? plan.commands : [];
    expect(update?.at(-1)).toBe("update");
    expect(install?.slice(install.indexOf("install"))).toEqual([
      "install",
      "--no-install-recommends",
      ...[
        "redis-server",
        "redis-tools",
        "chromium",
        "postgresql",
        "postgresql-client",
        "python3-rq",
        "lynx",
        "postfix",
      ],
    ]);
    expect(install).toContain("-y");
  });

  it("starts no service and makes no database cluster that nobody asked for", async () => {
    const plan = planFor(await machineWith([]));
    expect(plan.kind === "install" && plan.guards).toEqual([
      { path: "/usr/sbin/policy-rc.d", text: "#!/bin/sh\nexit 101\n", mode: 0o755 },
      {
        path: "/etc/postgresql-common/createcluster.d/pulsepage-tests.conf",
        text: "create_main_cluster = false\n",
        mode: 0o644,
      },
    ]);
  });

  it("keeps the mail server it has", async () => {
    const withoutPostfix = COMMANDS.filter((command) => command !== "postfix");
    expect(planFor(await machineWith(withoutPostfix))).toMatchObject({ kind: "install", packages: ["postfix"] });
    expect(planFor(await machineWith([...withoutPostfix, "sendmail"]))).toEqual({ kind: "ready" });
  });

  it("keeps its own policy on services, and hears of clusters only when PostgreSQL is among the packages", async () => {
    const withoutLynx = COMMANDS.filter((command) => command !== "lynx");
    const plan = planFor(await machineWith(withoutLynx, { hasServicePolicy: true }));
    expect(plan).toMatchObject({ kind: "install", packages: ["lynx"], guards: [] });
  });
});

describe("a machine where nothing can be installed", () => {
  it.each([{ isRoot: false }, { hasApt: false }])("is told what to install, in one command (%o)", async (lack) => {
    const plan = planFor(await machineWith(["chromium", "initdb", "psql", "lynx"], lack));
    expect(plan.kind === "ask" && plan.text.split("\n")).toEqual([
      "The tests start programs that are not on this machine:",
      "  redis-server   Debian package redis-server",
      "  redis-cli      Debian package redis-tools",
      "  rq             Debian package python3-rq",
      "As root: apt-get update && apt-get install --no-install-recommends redis-server redis-tools python3-rq",
    ]);
  });
});

describe("a browser the person chose", () => {
  it("is enough without Debian's", async () => {
    const machine = await machineWith(COMMANDS.filter((command) => command !== "chromium"));
    const chosenBrowser = join(folder, "my-browser");
    await writeFile(chosenBrowser, "");
    await chmod(chosenBrowser, 0o755);
    expect(planFor({ ...machine, chosenBrowser })).toEqual({ kind: "ready" });
  });

  it("is named when it cannot be run, and no other is installed instead", async () => {
    const plan = planFor(await machineWith(COMMANDS, { chosenBrowser: "/nowhere/browser" }));
    expect(plan.kind === "ask" && plan.text).toContain("CHROMIUM=/nowhere/browser is not a program that can be run.");
  });
});
