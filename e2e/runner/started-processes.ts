import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A running process and the command it was started with. */
export type Started = { pid: number; command: string };

/**
 * The running processes that were started by a run with this folder, children of children and detached ones too.
 *
 * Known by the folder's path in their environment (`TMPDIR`), command or working directory: the name is random and
 * ours, so nobody else's process holds it. Some programs, redis-server among them, overwrite one of the three.
 * Needs Linux's /proc; elsewhere none are seen.
 */
export function startedProcesses(folder: string): Started[] {
  return (
    processIds()
      .filter((pid) => pid !== process.pid && knows(pid, folder))
      .map((pid) => ({ pid, command: readProc(pid, "cmdline").split("\0").join(" ").trim().slice(0, 160) }))
      // Without a command line it has ended between the two looks.
      .filter(({ command }) => command !== "")
  );
}

/** Ends the processes at once; those that ended by themselves meanwhile are left out of account. */
export function endProcesses(processes: readonly Started[]): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

function processIds(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return []; // No /proc on this system.
  }
}

function knows(pid: number, folder: string): boolean {
  return [readProc(pid, "environ"), readProc(pid, "cmdline"), workingDirectory(pid)].some((text) =>
    text.includes(folder),
  );
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return ""; // Ended meanwhile, or another user's.
  }
}

function workingDirectory(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}
