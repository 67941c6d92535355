import type { Config } from "#lib/config/environment.ts";
import { readConfig } from "#lib/config/environment.ts";
import { type Actor, SYSTEM } from "#lib/domain/actor.ts";
import { type Database, openDatabase } from "#lib/store/database.ts";
import { storeFault } from "#lib/store/faults.ts";

/** Who works on the host has every right; the audit says that it was the command line. */
export const BY_HAND: Actor = { ...SYSTEM, kind: "operator", id: "command-line", name: "Operator" };

/** Works on the store directly: also while HTTP or sign-in is down. */
export async function withStore<T>(work: (db: Database, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig(process.env);
  let db: Database | undefined;
  try {
    db = await openDatabase(config.databaseUrl);
    return await work(db, config);
  } catch (error) {
    throw storeFault(error) ?? error;
  } finally {
    await db?.destroy();
  }
}

/** Says how a command is called. @returns the exit status of wrong usage. */
export function wrongUsage(text: string): number {
  process.stderr.write(`Usage: ${text}\n`);
  return 2;
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
