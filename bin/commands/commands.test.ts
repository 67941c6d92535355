import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { freePort } from "#e2e/product.ts";
import { actorForToken } from "#lib/access/tokens.ts";
import type { Config } from "#lib/config/environment.ts";
import { loadStatusFile } from "#lib/config/load.ts";
import { parseStatusFile } from "#lib/config/status-file.ts";
import { applyConfiguration } from "#lib/services/apply-configuration.ts";
import { readAppliedConfiguration } from "#lib/store/configuration.ts";
import { openDatabase } from "#lib/store/database.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulsepage-command-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function pulsepage(...args: string[]): Promise<{ status: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, DATA_DIR: folder, DATABASE_URL: "", PUBLIC_URL: "", SESSION_SECRET: "x".repeat(40) };
    const child = spawn(process.execPath, ["bin/pulsepage.ts", ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    const said = { out: "", err: "" };
    child.stdout.on("data", (chunk) => (said.out += chunk));
    child.stderr.on("data", (chunk) => (said.err += chunk));
    child.on("close", (status) => resolve({ status, ...said }));
  });
}

async function store() {
  return openDatabase(`file:${join(folder, "pulsepage.db")}`);
}

it("makes a token, prints it alone, and it is one", async () => {
  const { status, out } = await pulsepage("token", "create", "--name", "ci", "--role", "publisher");
  expect(status).toBe(0);
  expect(out).toMatch(/^pp_[\w-]{43}\n$/);
  const db = await store();
  expect(await actorForToken(db, out.trim(), null, Date.now())).toMatchObject({ name: "ci", role: "publisher" });
  await db.destroy();
});

it("opens, updates, lists and resolves an incident", async () => {
  const db = await store();
  await applyConfiguration(
    db,
    parseStatusFile("components: [{ slug: api, name: API }]", "status.yaml", {}),
    Date.now(),
  );
  await db.destroy();
  const opened = await pulsepage(
    "incident",
    "open",
    "--title",
    "API is slow",
    "--body",
    "Looking.",
    "--component",
    "api=degraded_performance",
    "--expected-at",
    "+30m",
    "--json",
  );
  expect(opened.status).toBe(0);
  const { id } = JSON.parse(opened.out) as { id: string };
  expect((await pulsepage("incident", "update", id, "--body", "Found.", "--status", "identified")).status).toBe(0);
  expect(JSON.parse((await pulsepage("incident", "list", "--json")).out)).toMatchObject([
    { id, status: "identified", draft: false },
  ]);
  expect((await pulsepage("incident", "resolve", id)).status).toBe(0);
  expect(await pulsepage("incident", "list")).toMatchObject({ status: 0, out: "" });
});

it("refuses in one sentence with status 1, and wrong usage with status 2", async () => {
  const refused = await pulsepage("incident", "update", "nowhere", "--body", "x");
  expect(refused).toMatchObject({ status: 1, err: "There is no such incident.\n" });
  const sloppy = await pulsepage("incident", "open", "--title", "a", "--body", "b", "--expected-at", "tomorrow");
  expect(sloppy.status).toBe(1);
  expect(sloppy.err).toContain("--expected-at takes");
  for (const args of [
    ["nope"],
    ["incident", "open"],
    ["token", "create", "--name", "x", "--role", "king"],
    ["incident", "--nope"],
  ]) {
    expect([args, (await pulsepage(...args)).status]).toEqual([args, 2]);
  }
});

it("says how each verb is called, on standard output, and does nothing", async () => {
  for (const verb of [
    "token",
    "operator",
    "incident",
    "maintenance",
    "backup",
    "restore",
    "move",
    "emergency",
    "start",
    "build",
  ]) {
    const { status, out, err } = await pulsepage(verb, "--help");
    expect([verb, status, err]).toEqual([verb, 0, ""]);
    expect(out).toContain(`pulsepage ${verb} `.trimEnd());
  }
  expect(existsSync(join(folder, "pulsepage.db"))).toBe(false);
});

it("plans work and calls it off, which is not completing it", async () => {
  const words = ["--title", "Move", "--body", "We move."];
  const window = ["--starts-at", "2030-01-01T00:00:00Z", "--ends-at", "2030-01-01T01:00:00+00:00"];
  const planned = await pulsepage("maintenance", "schedule", ...words, ...window, "--json");
  expect(planned.status).toBe(0);
  const { id } = JSON.parse(planned.out) as { id: string };
  expect(await pulsepage("maintenance", "cancel", id)).toMatchObject({ status: 0, out: `cancelled: ${id}\n` });
  expect(await pulsepage("maintenance", "complete", id)).toMatchObject({
    status: 1,
    err: expect.stringMatching(/^.+\.\n$/),
  });
  const zoneless = ["--starts-at", "2030-01-01T00:00:00", "--ends-at", "2030-01-01T01:00:00"];
  expect(await pulsepage("maintenance", "schedule", ...words, ...zoneless)).toMatchObject({
    status: 1,
    err: expect.stringContaining("with their zone"),
  });
  expect((await pulsepage("maintenance", "schedule", ...words)).status).toBe(2);
});

it("makes an operator with a password that is shown once", async () => {
  const made = await pulsepage("operator", "add", "--email", "ada@morning.example", "--name", "Ada", "--role", "admin");
  expect(made).toMatchObject({ status: 0, out: expect.stringMatching(/Password: \S{15,}/) });
  expect(
    (await pulsepage("operator", "add", "--email", "ada@morning.example", "--name", "Ada", "--role", "admin")).status,
  ).toBe(1);
});

it("plans a configuration without touching anything, applies it, and then has nothing left to plan", async () => {
  const file = join(folder, "wanted.yaml");
  const text = (name: string) =>
    `components: [{ slug: api, name: ${name} }]\nmonitors: [{ key: r, type: redis, url: "\${R}", components: [api] }]`;
  writeFileSync(file, text("API"));
  const refused = await pulsepage("plan", "-f", file);
  expect(refused).toMatchObject({ status: 1, err: expect.stringContaining("the environment has no R") });
  process.env.R = "redis://:secret@localhost";
  const planned = await pulsepage("plan", "-f", file);
  expect(planned).toMatchObject({ status: 0, out: expect.stringContaining("+ component api\n+ monitor r\n") });
  expect(planned.out).not.toContain("secret");
  expect((await pulsepage("apply", "-f", file, "--json")).status).toBe(0);
  expect(await pulsepage("plan", "-f", file)).toMatchObject({ status: 0, out: "Nothing would change.\n" });
  writeFileSync(file, text("The API"));
  expect((await pulsepage("plan", "-f", file)).out).toBe("~ component api\n    name: API → The API\n");
  const db = await store();
  const applied = await readAppliedConfiguration(db);
  expect(applied?.text).toContain("${R}");
  const { components } = loadStatusFile(
    { configFile: { path: join(folder, "none.yaml"), required: false } } as Config,
    process.env,
    applied?.text ?? null,
  );
  expect(components).toMatchObject([{ slug: "api", name: "API" }]);
  await db.destroy();
  delete process.env.R;
});

it("prints a JSON Schema that knows every kind of monitor", async () => {
  const { out } = await pulsepage("schema");
  expect(JSON.stringify(JSON.parse(out).properties.monitors)).toContain('"const":"heartbeat"');
});

it("backs up, lists, and restores what it backed up", async () => {
  const db = await store();
  await applyConfiguration(db, parseStatusFile("components: [{ slug: api, name: API }]", "status.yaml", {}), 1);
  await db.destroy();
  expect((await pulsepage("backup")).out).toMatch(/^Written and verified: /);
  const [kept] = JSON.parse((await pulsepage("backup", "--list", "--json")).out) as { file: string }[];
  expect((await pulsepage("restore", kept?.file ?? "")).err).toContain("already holds a page");
  rmSync(join(folder, "pulsepage.db"));
  rmSync(join(folder, "pulsepage.db-wal"), { force: true });
  expect((await pulsepage("restore", kept?.file ?? "")).out).toMatch(/^Restored: \d+ rows/);
});

it("puts emergency words where the front finds them, and takes them away", async () => {
  const file = join(folder, "emergency.json");
  expect((await pulsepage("emergency", "Redis is down; we are on it.")).status).toBe(0);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ text: "Redis is down; we are on it." });
  expect((await pulsepage("emergency", "--clear")).status).toBe(0);
  expect(existsSync(file)).toBe(false);
});

it("examines a Redis, says how it went by its exit status, and never prints a password", async () => {
  const nobody = `127.0.0.1:${await freePort()}`;
  const failed = await pulsepage("doctor", `redis://status:hush-hush@${nobody}`);
  expect(failed.status).toBe(1);
  expect(failed.out).toContain("FAILED tcp    connection refused");
  expect(failed.out).toContain("ACL SETUSER status on >PASSWORD");
  const asData = await pulsepage("doctor", `redis://status:hush-hush@${nobody}`, "--json");
  expect(JSON.parse(asData.out)).toMatchObject({ healthy: false, target: `redis://${nobody}/0` });
  expect(failed.out + failed.err + asData.out + asData.err).not.toContain("hush-hush");
  expect((await pulsepage("doctor", "localhost:6379")).status).toBe(2);
});

it("says what an export needs, and fails in words when the page does not answer", async () => {
  const nowhere = await pulsepage("export");
  expect([nowhere.status, nowhere.err]).toEqual([2, expect.stringMatching(/^Usage: pulsepage export/)]);
  const out = join(folder, "site");
  const alone = await pulsepage("export", "--out", out, "--from", `http://127.0.0.1:${await freePort()}`);
  expect([alone.status, existsSync(join(out, "index.html"))]).toEqual([1, false]);
  const bucket = await pulsepage("export", "--out", "s3://host-without-keys/pages");
  expect([bucket.status, bucket.err]).toEqual([1, expect.stringMatching(/^A bucket's address is s3:/)]);
});
