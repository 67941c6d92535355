import { spawn } from "node:child_process";
import { join } from "node:path";
import { DAY, HOUR, type Instant } from "#lib/domain/instant.ts";
import type { Log } from "#lib/log.ts";
import { keptBackups } from "./kept-backups.ts";

/** Looked at every hour, so a day's backup is never a day late. */
const DUE_AFTER_MS = DAY - HOUR;

/**
 * Makes the day's backup if it is due, in a process of its own: a large store must not hold up the watching.
 *
 * @returns what ends it early; null when none was due.
 */
export function backUpDaily(dataDir: string, log: Log, now: Instant): (() => void) | null {
  const [newest] = keptBackups(dataDir);
  if (newest && now - newest.madeAt < DUE_AFTER_MS) return null;
  const command = join(import.meta.dirname, "..", "..", "bin", "pulsepage.ts");
  const child = spawn(process.execPath, [command, "backup"], { stdio: "ignore" });
  child.once("error", (error) =>
    log.error({ code: (error as NodeJS.ErrnoException).code }, "The daily backup could not begin."),
  );
  child.once("exit", (code) => {
    if (code !== 0) log.error({ code }, "The daily backup failed. Run `pulsepage backup` to see why.");
  });
  return () => child.kill();
}
