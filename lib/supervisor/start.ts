import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { migrateAuth } from "#lib/access/auth.ts";
import { countOperators } from "#lib/access/operators.ts";
import { makeSetupLink } from "#lib/access/setup-link.ts";
import { type Config, ConfigError, readConfig } from "#lib/config/environment.ts";
import { isDefaultConfiguration, loadStatusFile } from "#lib/config/load.ts";
import { createLog, describeThrown } from "#lib/log.ts";
import { applyConfiguration } from "#lib/services/apply-configuration.ts";
import { readAppliedConfiguration } from "#lib/store/configuration.ts";
import { type Database, openDatabase } from "#lib/store/database.ts";
import { storeFault } from "#lib/store/faults.ts";
import { build, isBuilt, nextBinary } from "./build.ts";
import { type ChildPlan, runChildren } from "./children.ts";
import { lockDataFolder, prepareDataFolder } from "./data-folder.ts";
import { prepareOrStandIn } from "./stand-in.ts";

const PARTS = ["front", "web", "worker"] as const;
type Part = (typeof PARTS)[number];

/**
 * `pulsepage start`: builds when sources changed, brings the store up to date,
 * starts front, web and worker, and prints where they are. Ends on SIGINT or SIGTERM.
 *
 * @returns the exit status.
 */
export async function start(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { only: { type: "string" }, dev: { type: "boolean" } } });
  const only = values.only as Part | undefined;
  if (only !== undefined && !PARTS.includes(only)) {
    process.stderr.write("--only takes front, web or worker.\n");
    return 2;
  }
  const root = process.cwd();
  const config = readConfig(process.env);
  prepareDataFolder(config.dataDir);
  const unlock = config.databaseUrl.startsWith("file:") ? lockDataFolder(config.dataDir) : () => undefined;
  try {
    // Refused before anything is built; what lies in the store was checked when it was applied.
    loadStatusFile(config, process.env, null);
    if (only !== "worker") await requireFreePort(config);
    if (!values.dev && only !== "worker" && only !== "front" && !isBuilt(root)) {
      process.stdout.write("Building the pages (once; a minute or so) …\n");
      if (!(await build(root))) return 1;
    }
    const webPort = only === "web" || values.dev ? config.port : await freePort();
    const ended = new Promise<void>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    });
    const plans = plan(root, config, { only, dev: values.dev === true, webPort });
    const front = plans.find((one) => one.name === "front") ?? null;
    const prepared = await prepareOrStandIn({ ...config, ended }, front, () => prepareStore(readConfig(process.env)));
    if (prepared === null) return 0;
    const children = runChildren(plans, createLog(config.logLevel, "supervisor"));
    announce(config, prepared.made);
    await ended;
    await children.stop();
    return 0;
  } finally {
    unlock();
  }
}

function plan(
  root: string,
  config: Config,
  how: { only: Part | undefined; dev: boolean; webPort: number },
): ChildPlan[] {
  const self = process.argv[1] as string;
  const webHost = how.only === "web" || how.dev ? config.host : "127.0.0.1";
  // Told to each, for Next overwrites PORT in its own process, from which the address would follow.
  const shared = { DATA_DIR: config.dataDir, PUBLIC_URL: config.publicUrl, NEXT_TELEMETRY_DISABLED: "1" };
  const webUrl = config.webUrl ?? `http://127.0.0.1:${how.webPort}`;
  const all: (ChildPlan & { name: Part })[] = [
    {
      name: "web",
      args: [nextBinary(root), how.dev ? "dev" : "start", "-H", webHost, "-p", String(how.webPort)],
      env: { ...shared, NODE_ENV: how.dev ? "development" : "production" },
    },
    {
      name: "worker",
      args: [...(how.dev ? ["--watch", "--watch-preserve-output"] : []), self, "run", "worker"],
      env: { ...shared, UV_THREADPOOL_SIZE: "16" },
    },
    { name: "front", args: [self, "run", "front"], env: { ...shared, WEB_URL: webUrl } },
  ];
  const chosen: ChildPlan[] = all.filter((one) =>
    how.only ? one.name === how.only : !(how.dev && one.name === "front"),
  );
  // A copy of the page is made of what the front says, beside it.
  const isExported = config.exportTo !== null && chosen.some((one) => one.name === "front");
  return isExported ? [...chosen, { name: "export", args: [self, "export", "--watch"], env: shared }] : chosen;
}

/** @returns the one-time link for the first operator; null when there is one. */
async function prepareStore(config: Config): Promise<string | null> {
  const db: Database = await openStore(config);
  try {
    await migrateAuth(db);
    const applied = await readAppliedConfiguration(db);
    const isDefault = isDefaultConfiguration(config, applied?.text ?? null);
    const configuration = loadStatusFile(config, process.env, applied?.text ?? null);
    await applyConfiguration(db, configuration, Date.now(), { isDefault });
    if ((await countOperators(db)) > 0) return null;
    return `${config.publicUrl}/console/set-up?token=${await makeSetupLink(db, Date.now())}`;
  } finally {
    await db.destroy();
  }
}

async function openStore(config: Config): Promise<Database> {
  requireKnownStore(config);
  try {
    return await openDatabase(config.databaseUrl);
  } catch (error) {
    const said = storeFault(error)?.message ?? describeThrown(error).message;
    throw new ConfigError(`The store cannot be opened. ${said}`);
  }
}

/** A folder that has served pages has a store: a missing one is not quietly replaced by an empty one, for whose first visitor all would be free. */
function requireKnownStore({ databaseUrl, dataDir }: Config): void {
  if (!databaseUrl.startsWith("file:") || existsSync(databaseUrl.slice("file:".length))) return;
  const pages = join(dataDir, "pages");
  if (!existsSync(pages)) return;
  throw new ConfigError(
    `The store's file is missing, although this installation has served pages before. Put it back; or, to begin anew, remove ${pages} too.`,
  );
}

async function requireFreePort(config: Config): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(new ConfigError(portTrouble(error, config))));
    server.listen(config.port, config.host, () => server.close(() => resolve()));
  });
}

function portTrouble(error: NodeJS.ErrnoException, config: Config): string {
  if (error.code === "EADDRINUSE")
    return `Port ${config.port} is already in use, perhaps by another Pulsepage. Stop that one, or set PORT to another number.`;
  if (error.code === "EACCES") return `Port ${config.port} needs more rights. Set PORT to a number above 1023.`;
  return `Nothing can listen on ${config.host}:${config.port} (${error.code}). Check HOST and PORT.`;
}

/**
 * Where the web part may listen: below the ports that systems hand to outgoing
 * connections. From among those, the front's own attempt to reach a web that
 * restarts could be given that very port, connect to itself and hold it.
 */
const WEB_PORTS = { from: 22_001, to: 32_000 };

/** A port on loopback that is free right now. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = WEB_PORTS.from + Math.floor(Math.random() * (WEB_PORTS.to - WEB_PORTS.from));
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

function announce(config: Config, setupLink: string | null): void {
  const lines = [`Page     ${config.publicUrl}/`, `Console  ${config.publicUrl}/console`];
  if (setupLink) lines.push("", "There is no operator yet. Make the first one here (the link works once):", setupLink);
  process.stdout.write(`\n${lines.join("\n")}\n\n`);
}
