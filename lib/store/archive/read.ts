import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { z } from "zod";
import { DomainError } from "#lib/domain/errors.ts";
import { type Database, engineOf, inTransaction } from "#lib/store/database.ts";
import { knowsMigration, migrateTo, migrateToLatest, migrationsIn } from "#lib/store/migrate.ts";
import { tablesInOrder } from "./tables.ts";
import type { Counts } from "./write.ts";

const BATCH = 200;

const head = z.object({
  pulsepage: z.literal("archive"),
  format: z.literal(1),
  migrations: z.array(z.string()).min(1),
});
const row = z.tuple([z.string(), z.record(z.string(), z.unknown())]);
const end = z.object({ counts: z.record(z.string(), z.number()), sha256: z.string() });

const BROKEN = "This is not a whole archive of Pulsepage: it was cut off or changed. Use another one.";

/** One after the other: the head, each row, and at the end the counts, once they and the checksum have proved right. */
type Part = { head: z.output<typeof head> } | { table: string; row: Record<string, unknown> } | { counts: Counts };

/** @throws {DomainError} when the archive is not whole. */
async function* partsOf(source: Readable): AsyncGenerator<Part> {
  const hash = createHash("sha256");
  const counts: Counts = {};
  let isHead = true;
  let proved: Counts | null = null;
  for await (const line of createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })) {
    const value = jsonOf(line);
    const last = end.safeParse(value);
    if (last.success) {
      if (last.data.sha256 === hash.digest("hex") && sameCounts(last.data.counts, counts)) proved = last.data.counts;
      break;
    }
    hash.update(`${line}\n`);
    if (isHead) {
      const first = head.safeParse(value);
      if (!first.success) throw new DomainError("invalid", BROKEN);
      isHead = false;
      yield { head: first.data };
      continue;
    }
    const one = row.safeParse(value);
    if (!one.success) throw new DomainError("invalid", BROKEN);
    const [table, columns] = one.data;
    counts[table] = (counts[table] ?? 0) + 1;
    yield { table, row: columns };
  }
  if (!proved) throw new DomainError("invalid", BROKEN);
  yield { counts: proved };
}

/** Reads an archive to its end without keeping anything. @throws {DomainError} when it is not whole. */
export async function verifyArchive(source: Readable): Promise<Counts> {
  for await (const part of partsOf(source)) if ("counts" in part) return part.counts;
  throw new DomainError("invalid", BROKEN);
}

/**
 * Fills a new store with an archive, all or nothing, and brings it up to date.
 * It is read twice: once to prove it whole. `prepare` makes the tables that are not ours (sign-in).
 *
 * @throws {DomainError} when the store holds something, or the archive is not whole or of a newer version.
 */
export async function restoreArchive(
  db: Database,
  open: () => Readable,
  prepare: (db: Database) => Promise<void>,
): Promise<Counts> {
  await verifyArchive(open());
  const parts = partsOf(open());
  const first = await parts.next();
  if (first.done || !("head" in first.value)) throw new DomainError("invalid", BROKEN);
  const version = first.value.head.migrations.at(-1) as string;
  if (!knowsMigration(version))
    throw new DomainError("invalid", "This archive is of a newer version of Pulsepage. Restore it with that version.");
  const isNew = (await migrationsIn(db)).length === 0;
  if (isNew) await migrateTo(db, engineOf(db), version);
  await prepare(db);
  const counts = await inTransaction(db, async (tx) => {
    await refuseUnlessNew(tx);
    return fill(tx, parts);
  });
  await migrateToLatest(db, engineOf(db));
  return counts;
}

/** A store that was only opened has its version counter and nothing else. */
async function refuseUnlessNew(tx: Database): Promise<void> {
  const { count } = await tx
    .selectFrom("component")
    .select((eb) => eb.fn.countAll<number | bigint>().as("count"))
    .executeTakeFirstOrThrow();
  if (Number(count) > 0)
    throw new DomainError(
      "conflict",
      "This store already holds a page. Give DATABASE_URL or DATA_DIR a new, empty one.",
    );
}

async function fill(tx: Database, parts: AsyncGenerator<Part>): Promise<Counts> {
  const tables = new Map((await tablesInOrder(tx)).map((table) => [table.name, table]));
  for (const name of [...tables.keys()].toReversed()) await tx.deleteFrom(name as never).execute();
  let batch: Record<string, unknown>[] = [];
  let current = "";
  const flush = async (): Promise<void> => {
    if (batch.length > 0)
      await tx
        .insertInto(current as never)
        .values(batch as never)
        .execute();
    batch = [];
  };
  for await (const part of parts) {
    if ("counts" in part) {
      await flush();
      return part.counts;
    }
    if (!("table" in part)) continue;
    const table = tables.get(part.table);
    if (!table)
      throw new DomainError("invalid", `This archive has a table “${part.table}”, which this version does not know.`);
    if (part.table !== current || batch.length >= BATCH) await flush();
    current = part.table;
    batch.push(fitted(part.row, table.columns));
  }
  throw new DomainError("invalid", BROKEN);
}

/** SQLite keeps yes and no as numbers, PostgreSQL as such. */
function fitted(values: Record<string, unknown>, columns: ReadonlyMap<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      columns.get(name)?.startsWith("bool") && value !== null ? Boolean(value) : value,
    ]),
  );
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function sameCounts(a: Counts, b: Counts): boolean {
  return Object.entries(a).every(([table, count]) => (b[table] ?? 0) === count);
}
