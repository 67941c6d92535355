import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { readConfig } from "#lib/config/environment.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { backupFile, dropSuperfluous, keptBackups } from "#lib/keep/kept-backups.ts";
import { makeBackup } from "#lib/keep/make-backup.ts";
import { storeFault } from "#lib/store/faults.ts";
import { say } from "./with-store.ts";

/** How it is called. */
export const USAGE = `pulsepage backup [--out FILE] [--json]
       pulsepage backup --list [--json]`;

/** Writes and verifies a backup while everything runs; those in the data folder are kept for 7 days, 4 weeks, 12 months. */
export async function backup(args: string[]): Promise<number> {
  const options = { out: { type: "string" }, list: { type: "boolean" }, json: { type: "boolean" } } as const;
  const { values } = parseArgs({ args, options });
  const { dataDir, databaseUrl } = readConfig(process.env);
  if (values.list) {
    const rows = keptBackups(dataDir).map(({ file, madeAt }) => ({ file, made_at: new Date(madeAt).toISOString() }));
    if (values.json) say(JSON.stringify(rows));
    else for (const row of rows) say(`${row.made_at}  ${row.file}`);
    return 0;
  }
  const now = Date.now();
  const file = values.out === undefined ? backupFile(dataDir, now) : resolve(values.out);
  if (existsSync(file)) throw new DomainError("conflict", `There is already a file ${file}. Give --out another name.`);
  const counts = await makeBackup(databaseUrl, file, now).catch((error) => {
    throw storeFault(error) ?? error;
  });
  const dropped = values.out === undefined ? dropSuperfluous(dataDir) : [];
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  say(values.json ? JSON.stringify({ file, rows, counts, dropped }) : `Written and verified: ${file} (${rows} rows)`);
  return 0;
}
