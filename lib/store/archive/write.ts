import { createHash } from "node:crypto";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { sql } from "kysely";
import type { Instant } from "#lib/domain/instant.ts";
import { type Database, engineOf } from "#lib/store/database.ts";
import { migrationsIn } from "#lib/store/migrate.ts";
import { type ArchivedTable, tablesInOrder } from "./tables.ts";

/** The first line of an archive. */
export type ArchiveHead = { pulsepage: "archive"; format: 1; made_at: string; migrations: string[] };
/** Rows by table. */
export type Counts = Record<string, number>;

const PAGE = 2_000;

/**
 * Writes the whole store as lines of JSON: a head, every row after the rows it
 * refers to, and a last line with the counts and a checksum of all before it.
 * The same for both engines, so that one can be restored into the other.
 *
 * `db` must not change meanwhile: a copy, or a transaction that sees one instant.
 */
export async function writeArchive(db: Database, sink: Writable, now: Instant): Promise<Counts> {
  const hash = createHash("sha256");
  const line = async (value: unknown): Promise<void> => {
    const text = `${JSON.stringify(value)}\n`;
    hash.update(text);
    if (!sink.write(text)) await once(sink, "drain");
  };
  const head: ArchiveHead = {
    pulsepage: "archive",
    format: 1,
    made_at: new Date(now).toISOString(),
    migrations: await migrationsIn(db),
  };
  await line(head);
  const counts: Counts = {};
  for (const table of await tablesInOrder(db)) {
    counts[table.name] = 0;
    for await (const row of rowsOf(db, table)) {
      await line([table.name, row]);
      counts[table.name] = (counts[table.name] ?? 0) + 1;
    }
  }
  sink.write(`${JSON.stringify({ counts, sha256: hash.digest("hex") })}\n`);
  return counts;
}

/** Every row, in the order the engine keeps them, a page at a time. */
async function* rowsOf(db: Database, table: ArchivedTable): AsyncGenerator<Record<string, unknown>> {
  const place = engineOf(db) === "sqlite" ? sql.ref("rowid") : sql.ref("ctid");
  let after: unknown = null;
  for (;;) {
    const from =
      after === null
        ? sql``
        : engineOf(db) === "sqlite"
          ? sql`where ${place} > ${after}`
          : sql`where ${place} > ${after}::tid`;
    const { rows } = await sql<Record<string, unknown>>`
      select ${place} as archive_place, ${sql.table(table.name)}.* from ${sql.table(table.name)}
      ${from} order by ${place} limit ${PAGE}`.execute(db);
    for (const { archive_place: at, ...row } of rows) {
      after = at;
      yield row;
    }
    if (rows.length < PAGE) return;
  }
}
