import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, secretFile } from "#lib/config/environment.ts";

/** Makes the data folder and what is made once: the session secret and the name of this installation. */
export function prepareDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o750 });
    once(secretFile(dataDir), () => randomBytes(32).toString("base64url"));
    once(join(dataDir, "instance-id"), () => randomUUID());
  } catch (error) {
    throw new ConfigError(
      `The data folder ${dataDir} cannot be written (${(error as NodeJS.ErrnoException).code}). Give DATA_DIR a folder that can.`,
    );
  }
}

export function instanceId(dataDir: string): string {
  return readFileSync(join(dataDir, "instance-id"), "utf8").trim();
}

function once(file: string, make: () => string): void {
  if (!existsSync(file)) writeFileSync(file, `${make()}\n`, { mode: 0o600, flag: "wx" });
}

/**
 * Keeps a second installation off this data folder.
 *
 * @returns what gives the folder free again.
 * @throws {ConfigError} when a living process holds it.
 */
export function lockDataFolder(dataDir: string): () => void {
  const file = join(dataDir, "lock");
  const me = `${process.pid} ${startedAt(process.pid)}`;
  try {
    writeFileSync(file, me, { flag: "wx" });
  } catch {
    const [pid = "", started = ""] = readFileSync(file, "utf8").split(" ");
    if (started !== "" && startedAt(Number(pid)) === started) {
      throw new ConfigError(
        `Pulsepage already runs on ${dataDir} (process ${pid}). Stop it first, or give DATA_DIR another folder.`,
      );
    }
    writeFileSync(file, me);
  }
  return () => rmSync(file, { force: true });
}

/** When a process began, so that a number that was given out anew is not mistaken for it; empty when it is gone. */
function startedAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return isAlive(pid) ? "unknown" : "";
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
