import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { freePort } from "#e2e/product.ts";
import { findCommand, thisMachine } from "./machine.ts";

/** The user a server program runs as; an empty object when it may run as this process's own. */
type RunAs = { uid?: number; gid?: number };

type Server = ChildProcessByStdio<null, null, Readable>;

const STOP_MS = 10_000;
const TRIES = 3;
const LOG_LINES = 100;
const READY = "database system is ready to accept connections";

/**
 * Runs `work` with the URL of a PostgreSQL server made for it alone, and leaves nothing behind.
 *
 * The server listens on a free loopback port, trusts everyone there, and does without fsync: it holds nothing that
 * must last. Needs PostgreSQL's server programs on the machine.
 */
export async function withPostgres<Result>(work: (url: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "pulsepage-postgres-"));
  try {
    const runAs = await serverUser(folder);
    makeCluster(folder, runAs);
    const { server, port } = await startServer(folder, runAs);
    try {
      return await work(`postgres://postgres@127.0.0.1:${port}/postgres`);
    } finally {
      await stopServer(server);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** PostgreSQL refuses to run as root: root hands the folder to the user its package made. */
async function serverUser(folder: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ["-u", "-g"].map((flag) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" })));
  if (uid === undefined || gid === undefined) throw new Error("There is no user `postgres` to run PostgreSQL as.");
  await chown(folder, uid, gid);
  return { uid, gid };
}

function makeCluster(folder: string, runAs: RunAs): void {
  const flags = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"];
  execFileSync(program("initdb"), [...flags, "-D", join(folder, "data")], {
    ...runAs,
    cwd: folder,
    env: serverEnv(folder),
    stdio: ["ignore", "ignore", "pipe"],
  });
}

async function startServer(folder: string, runAs: RunAs): Promise<{ server: Server; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const server = spawn(program("postgres"), serverFlags(folder, port), {
      ...runAs,
      cwd: folder,
      env: serverEnv(folder),
      stdio: ["ignore", "ignore", "pipe"],
      // Ctrl-C in a terminal goes to the whole group: the server must outlive the tests that use it.
      detached: true,
    });
    const log = await untilReady(server);
    if (log === null) return { server, port };
    const taken = log.includes("Address already in use");
    if (!taken || attempt === TRIES) throw new Error(`PostgreSQL did not start:\n${log}`);
  }
}

function serverFlags(folder: string, port: number): string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: folder,
    max_connections: 200,
    fsync: "off",
    full_page_writes: "off",
  };
  return [
    "-D",
    join(folder, "data"),
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

/** Waits for the server's own word. Returns null when it is ready, its log when it ended instead. */
async function untilReady(server: Server): Promise<string | null> {
  const lines: string[] = [];
  const log = createInterface({ input: server.stderr });
  const ready = new Promise<null>((resolve) => {
    log.on("line", (line) => {
      lines.push(line);
      if (lines.length > LOG_LINES) lines.shift();
      if (line.includes(READY)) resolve(null);
    });
  });
  return Promise.race([ready, once(server, "close").then(() => lines.join("\n"))]);
}

/** SIGINT closes connections and ends in order; a server that does not is ended at once (SIGQUIT), its data goes anyway. */
async function stopServer(server: Server): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = once(server, "exit");
  server.kill("SIGINT");
  const timer = setTimeout(() => server.kill("SIGQUIT"), STOP_MS);
  await exit;
  clearTimeout(timer);
}

function program(name: string): string {
  const path = findCommand(name, thisMachine(process.env).commandFolders);
  if (path === null) throw new Error(`PostgreSQL's \`${name}\` is not on this machine.`);
  return path;
}

/** A small environment: the server's words stay English and nothing of the tests' settings reaches it. */
function serverEnv(folder: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? "", HOME: folder, LC_ALL: "C", TZ: "UTC", NODE_ENV: "test" };
}
