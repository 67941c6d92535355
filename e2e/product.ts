import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Product = {
  url: string;
  dataDir: string;
  /** The one-time link for the first operator; null when there is one already. */
  setupLink: string | null;
  env: Record<string, string>;
  /** Process ids of front, web and worker as they run now. */
  pid(part: "front" | "web" | "worker"): number;
  /** Everything it has said so far. */
  output(): string;
  /** Ends it as an operator would; the data folder stays until `remove`. */
  stop(): Promise<void>;
  remove(): void;
};

/**
 * Below the ports that the system hands to outgoing connections, so that none
 * of those takes a port between our look and its use; a Redis Cluster adds
 * 10,000 for its bus.
 */
const PORTS = { from: 10_240, to: 22_000 };

/** Three processes begin at once, on a machine that may have other work. */
const START_WITHIN_MS = 90_000;

const given = new Set<number>();

/** A port on loopback that was free a moment ago, and that this process has not been given before: what was killed there may come back. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from));
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** Waits until the condition yields something, looking every 25 ms. @throws after `withinMs`, naming what was awaited. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  withinMs = 30_000,
): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > until) throw new Error(`Waited ${withinMs} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Starts the product from its sources as `npm start` does, on a data folder and a port of its own, and waits for its page. */
export async function startProduct(options: { env?: Record<string, string>; dataDir?: string } = {}): Promise<Product> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "pulsepage-e2e-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env: Record<string, string> = {
    PORT: String(port),
    HOST: "127.0.0.1",
    PUBLIC_URL: url,
    DATA_DIR: dataDir,
    PULSEPAGE_CONFIG: "",
    LOG_LEVEL: "info",
    ...options.env,
  };
  const child = spawn(process.execPath, ["bin/pulsepage.ts", "start"], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout?.on("data", (chunk) => (said += chunk));
  child.stderr?.on("data", (chunk) => (said += chunk));
  const answers = async () => {
    if (child.exitCode !== null) throw new Error(`The product ended with ${child.exitCode}:\n${said}`);
    return (await fetch(url).catch(() => null))?.status === 200;
  };
  await eventually("the page to answer", answers, START_WITHIN_MS).catch(async (error: Error) => {
    await endProcess(child);
    throw new Error(`${error.message}\n${said}`);
  });
  return {
    url,
    dataDir,
    setupLink: /https?:\/\/\S+\/console\/set-up\?token=\S+/.exec(said)?.[0] ?? null,
    env,
    pid: (part) => childPid(child.pid as number, part),
    output: () => said,
    stop: () => endProcess(child),
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

/** Ends a process as an operator would, and waits for its end. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  await gone;
}

/** The process id of a part of the product, by the process that started it. */
export function childPid(parent: number, part: "front" | "web" | "worker"): number {
  const sign = part === "web" ? "next" : `run\0${part}`;
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      const ppid = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      if (ppid === parent && readFileSync(`/proc/${entry}/cmdline`, "utf8").includes(sign)) return Number(entry);
    } catch {
      // It ended while we looked.
    }
  }
  throw new Error(`No process of the part ${part} runs.`);
}
