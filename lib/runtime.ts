import { type Config, readConfig } from "#lib/config/environment.ts";
import { createLog, type Log } from "#lib/log.ts";
import { connectDatabase, type Database } from "#lib/store/database.ts";

/** What a process of ours works with: made once, handed down. */
export type Runtime = { config: Config; db: Database; log: Log };

const slot = Symbol.for("pulsepage.runtime");
type Holder = { [slot]?: Runtime };

/**
 * The runtime of this process, for code that Next calls.
 *
 * Hangs on globalThis: Next bundles each route apart, and module singletons would be doubled.
 */
export function runtime(): Runtime {
  const holder = globalThis as Holder;
  if (!holder[slot]) {
    const config = readConfig(process.env);
    holder[slot] = { config, db: connectDatabase(config.databaseUrl), log: createLog(config.logLevel, "web") };
  }
  return holder[slot];
}
