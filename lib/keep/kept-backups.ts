import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Instant } from "#lib/domain/instant.ts";
import { superfluous } from "./retention.ts";

export type KeptBackup = { file: string; madeAt: Instant };

const NAME = /^pulsepage-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.jsonl\.gz$/;

/** Where the backups of this installation lie, and what one made at `now` is called. */
export function backupFile(dataDir: string, now: Instant): string {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, "");
  return join(dataDir, "backups", `pulsepage-${stamp}.jsonl.gz`);
}

/** Every backup in the data folder, the newest first. */
export function keptBackups(dataDir: string): KeptBackup[] {
  const folder = join(dataDir, "backups");
  if (!existsSync(folder)) return [];
  const found = readdirSync(folder).flatMap((name) => {
    const match = NAME.exec(name);
    if (!match) return [];
    const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as number[];
    const madeAt = Date.UTC(year as number, (month as number) - 1, day, hour, minute, second);
    return [{ file: join(folder, name), madeAt }];
  });
  return found.toSorted((a, b) => b.madeAt - a.madeAt);
}

/** Removes the backups that no day, week or month needs any more. @returns their files. */
export function dropSuperfluous(dataDir: string): string[] {
  const files = superfluous(keptBackups(dataDir)).map(({ file }) => file);
  for (const file of files) rmSync(file);
  return files;
}
