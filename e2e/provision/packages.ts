import { runCommand } from "#e2e/runner/command.ts";
import { findCommand, isExecutable, type Machine, SERVICE_POLICY, thisMachine } from "./machine.ts";
import { type TemporaryFile, withFiles } from "./temporary-files.ts";

/** A program the tests start, and the Debian package it comes in. */
type Need = { command: string; package: string };

const POSTFIX = "postfix";

const NEEDS: readonly Need[] = [
  { command: "redis-server", package: "redis-server" },
  { command: "redis-cli", package: "redis-tools" },
  { command: "chromium", package: "chromium" },
  { command: "initdb", package: "postgresql" },
  { command: "psql", package: "postgresql-client" },
  { command: "rq", package: "python3-rq" },
  { command: "lynx", package: "lynx" },
  { command: POSTFIX, package: "postfix" },
];

/** What has to happen before the tests can run. */
export type Plan =
  | { kind: "ready" }
  | {
      kind: "install";
      packages: readonly string[];
      guards: readonly TemporaryFile[];
      commands: readonly (readonly string[])[];
    }
  | { kind: "ask"; text: string };

// Read when the server package is configured; with it no `main` cluster is made that nobody asked for.
const NO_CLUSTER: TemporaryFile = {
  path: "/etc/postgresql-common/createcluster.d/pulsepage-tests.conf",
  text: "create_main_cluster = false\n",
  mode: 0o644,
};
// 101 means "may not be started" to Debian's invoke-rc.d: the tests start what they need themselves.
const NO_SERVICES: TemporaryFile = { path: SERVICE_POLICY, text: "#!/bin/sh\nexit 101\n", mode: 0o755 };

const APT_OPTIONS = ["-q", "-y", "-o", "DPkg::Lock::Timeout=300"];

/** What is needed and not on the machine. */
export function missingNeeds(machine: Machine): Need[] {
  return NEEDS.filter(({ command }) => {
    if (command === "chromium" && machine.chosenBrowser !== null) return !isExecutable(machine.chosenBrowser);
    if (command === POSTFIX && !mayHavePostfix(machine)) return false;
    return findCommand(command, machine.commandFolders) === null;
  });
}

/** Its test is left out where it could not be started, or would take the place of another mail server. */
function mayHavePostfix({ isRoot, hasApt, commandFolders }: Machine): boolean {
  return isRoot && hasApt && findCommand("sendmail", commandFolders) === null;
}

/** What provisioning would do here, without doing it. */
export function planProvision(missing: readonly Need[], machine: Machine): Plan {
  if (missing.length === 0) return { kind: "ready" };
  if (!machine.isRoot || !machine.hasApt || brokenChoice(missing, machine)) return askFor(missing, machine);
  const packages = [...new Set(missing.map((need) => need.package))];
  return {
    kind: "install",
    packages,
    guards: [
      ...(machine.hasServicePolicy ? [] : [NO_SERVICES]),
      ...(packages.includes("postgresql") ? [NO_CLUSTER] : []),
    ],
    commands: [
      ["apt-get", ...APT_OPTIONS, "update"],
      ["apt-get", ...APT_OPTIONS, "install", "--no-install-recommends", ...packages],
    ],
  };
}

/** The tests cannot run on this machine; the message is the list of what to install. */
export class ProvisionError extends Error {
  override readonly name = "ProvisionError";
}

/**
 * Brings what the tests need, by `apt-get` where the user is root.
 *
 * Returns the packages installed; none when everything was there.
 *
 * @throws {ProvisionError} when something is missing and cannot be brought.
 */
export async function provision(signal: AbortSignal): Promise<readonly string[]> {
  const machine = thisMachine(process.env);
  const plan = planProvision(missingNeeds(machine), machine);
  if (plan.kind === "ready") return [];
  if (plan.kind === "ask") throw new ProvisionError(plan.text);
  await withFiles(plan.guards, () => install(plan.commands, signal));
  const after = thisMachine(process.env);
  const left = missingNeeds(after);
  if (left.length > 0) throw new ProvisionError(askFor(left, after).text);
  return plan.packages;
}

async function install(commands: readonly (readonly string[])[], signal: AbortSignal): Promise<void> {
  for (const [command = "", ...args] of commands) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const { code, output } = await runCommand(command, args, { env, signal });
    if (code !== 0) throw new ProvisionError(`${[command, ...args].join(" ")} failed:\n${output.trimEnd()}`);
  }
}

/** Whether the person named a browser that cannot be run: installing another would not mend that. */
function brokenChoice(missing: readonly Need[], machine: Machine): boolean {
  return machine.chosenBrowser !== null && missing.some(({ command }) => command === "chromium");
}

function askFor(missing: readonly Need[], machine: Machine): Extract<Plan, { kind: "ask" }> {
  const packages = [...new Set(missing.map((need) => need.package))];
  const lines = [
    "The tests start programs that are not on this machine:",
    ...missing.map(({ command, package: name }) => `  ${command.padEnd(14)} Debian package ${name}`),
    `As root: apt-get update && apt-get install --no-install-recommends ${packages.join(" ")}`,
  ];
  if (brokenChoice(missing, machine)) lines.push(`CHROMIUM=${machine.chosenBrowser} is not a program that can be run.`);
  return { kind: "ask", text: lines.join("\n") };
}
