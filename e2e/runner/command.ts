import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How a command ended. `code` is null when a signal ended it. */
export type Ran = { code: number | null; output: string };

/** What a command is run with. Aborting `signal` ends it and what it started. */
export type CommandOptions = { env: NodeJS.ProcessEnv; signal: AbortSignal };

const GRACE_MS = 10_000;

/**
 * Runs a command without standard input to its end and hands back all it printed.
 *
 * It leads a process group of its own: what is left of the group when it ends, ends with it.
 */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<Ran> {
  const folder = await mkdtemp(join(tmpdir(), "pulsepage-command-"));
  const file = join(folder, "output");
  // A file and not a pipe: a pipe stays open for as long as anything the command left behind lives.
  const sink = await open(file, "w");
  try {
    const child = spawn(command, args, { env: options.env, stdio: ["ignore", sink.fd, sink.fd], detached: true });
    const ended = once(child, "exit") as Promise<[number | null]>;
    const stop = () => stopGroup(child.pid, ended);
    options.signal.addEventListener("abort", stop);
    if (options.signal.aborted) stop();
    const [code] = await ended.finally(() => options.signal.removeEventListener("abort", stop));
    signalGroup(child.pid, "SIGKILL");
    return { code, output: await readFile(file, "utf8") };
  } finally {
    await sink.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Asks the group to end, and makes it end when it does not. */
function stopGroup(pid: number | undefined, ended: Promise<unknown>): void {
  signalGroup(pid, "SIGTERM");
  const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), GRACE_MS);
  const settle = () => clearTimeout(timer);
  ended.then(settle, settle);
}

function signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return; // It never started; `ended` rejects with the reason.
  try {
    process.kill(-pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
