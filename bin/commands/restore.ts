import { createReadStream, existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { createGunzip } from "node:zlib";
import { migrateAuth } from "#lib/access/auth.ts";
import { readConfig } from "#lib/config/environment.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { restoreArchive } from "#lib/store/archive/read.ts";
import { connectDatabase } from "#lib/store/database.ts";
import { storeFault } from "#lib/store/faults.ts";
import { prepareDataFolder } from "#lib/supervisor/data-folder.ts";
import { say, wrongUsage } from "./with-store.ts";

/** How it is called. */
export const USAGE = "pulsepage restore FILE [--json]";

/** Fills a new, empty store with a backup: all of it, or nothing. */
export async function restore(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: "boolean" } } });
  const [file] = positionals;
  if (file === undefined) return wrongUsage(USAGE);
  if (!existsSync(file)) throw new DomainError("invalid", `There is no file ${file}.`);
  const { dataDir, databaseUrl } = readConfig(process.env);
  prepareDataFolder(dataDir);
  const db = connectDatabase(databaseUrl);
  try {
    const counts = await restoreArchive(db, () => createReadStream(file).pipe(createGunzip()), migrateAuth);
    const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
    say(values.json ? JSON.stringify({ rows, counts }) : `Restored: ${rows} rows`);
    return 0;
  } catch (error) {
    throw storeFault(error) ?? error;
  } finally {
    await db.destroy();
  }
}
