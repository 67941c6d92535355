import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createGunzip } from "node:zlib";
import { migrateAuth } from "#lib/access/auth.ts";
import { readConfig } from "#lib/config/environment.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { makeBackup } from "#lib/keep/make-backup.ts";
import { restoreArchive } from "#lib/store/archive/read.ts";
import { connectDatabase } from "#lib/store/database.ts";
import { storeFault } from "#lib/store/faults.ts";
import { say, wrongUsage } from "./with-store.ts";

/** How it is called. */
export const USAGE = "pulsepage move --to postgres://… [--json]";

/** Copies everything into another, empty store and compares the counts; the store of before stays as it is. */
export async function move(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { to: { type: "string" }, json: { type: "boolean" } } });
  if (values.to === undefined) return wrongUsage(USAGE);
  if (!/^(file:.+|postgres(ql)?:\/\/.+)/.test(values.to))
    throw new DomainError("invalid", "--to takes an address that starts with postgres:// or file:.");
  const { databaseUrl } = readConfig(process.env);
  const folder = mkdtempSync(join(tmpdir(), "pulsepage-move-"));
  const target = connectDatabase(values.to);
  try {
    const file = join(folder, "archive");
    const taken = await makeBackup(databaseUrl, file, Date.now());
    const given = await restoreArchive(target, () => createReadStream(file).pipe(createGunzip()), migrateAuth);
    const rows = Object.entries(taken).map(([table, count]) => ({ table, before: count, after: given[table] ?? 0 }));
    if (values.json) say(JSON.stringify(rows));
    else {
      for (const { table, before, after } of rows) say(`${table.padEnd(28)} ${before} → ${after}`);
      say("Everything is there. Set DATABASE_URL to the new store and start again.");
    }
    return 0;
  } catch (error) {
    throw storeFault(error) ?? error;
  } finally {
    await target.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}
