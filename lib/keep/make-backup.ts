import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { finished, pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { verifyArchive } from "#lib/store/archive/read.ts";
import { type Counts, writeArchive } from "#lib/store/archive/write.ts";
import { connectDatabase, type Database } from "#lib/store/database.ts";

/**
 * Writes everything the store holds into one file, while the product runs, and
 * reads it back before it gets its name: a file with that name is whole.
 *
 * @returns how many rows of each table it holds.
 */
export async function makeBackup(databaseUrl: string, file: string, now: Instant): Promise<Counts> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o750 });
  const scratch = mkdtempSync(join(dirname(file), ".making-"));
  try {
    const unfinished = join(scratch, "archive");
    const written = await atOneInstant(databaseUrl, scratch, (db) => pack(db, unfinished, now));
    const read = await verifyArchive(createReadStream(unfinished).pipe(createGunzip()));
    if (JSON.stringify(read) !== JSON.stringify(written))
      throw new DomainError(
        "conflict",
        "The backup did not read back as it was written. Look at the disk, then try again.",
      );
    renameSync(unfinished, file);
    return written;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Lets `work` see the store as it is at one instant, without holding up anyone who writes. */
async function atOneInstant<T>(url: string, scratch: string, work: (db: Database) => Promise<T>): Promise<T> {
  if (!url.startsWith("file:")) {
    const db = connectDatabase(url);
    try {
      return await db.transaction().setIsolationLevel("repeatable read").execute(work);
    } finally {
      await db.destroy();
    }
  }
  const copy = join(scratch, "copy.db");
  const live = new DatabaseSync(url.slice("file:".length), { readOnly: true, timeout: 5_000 });
  try {
    await backup(live, copy);
  } finally {
    live.close();
  }
  const db = connectDatabase(`file:${copy}`);
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

async function pack(db: Database, file: string, now: Instant): Promise<Counts> {
  const packed = createGzip();
  const saved = pipeline(packed, createWriteStream(file, { mode: 0o600, flush: true }));
  const counts = await writeArchive(db, packed, now);
  packed.end();
  await Promise.all([finished(packed), saved]);
  return counts;
}
