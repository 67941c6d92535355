import { sql } from "kysely";
import type { Instant } from "#lib/domain/instant.ts";
import { type Database, engineOf } from "./database.ts";
import type { Row } from "./schema.ts";

/** How large the store is in bytes: what is in use of its file, or of its database. */
export async function storeBytes(db: Database): Promise<number> {
  const query =
    engineOf(db) === "sqlite"
      ? sql<{
          bytes: number | string;
        }>`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`
      : sql<{ bytes: number | string }>`select pg_database_size(current_database()) as bytes`;
  const { rows } = await query.execute(db);
  return Number(rows[0]?.bytes ?? 0);
}

/** What the store's own machine takes for the time, to a second or better. */
export async function storeClock(db: Database): Promise<Instant> {
  const query =
    engineOf(db) === "sqlite"
      ? sql<{ at: number | string }>`select (julianday('now') - 2440587.5) * 86400000 as at`
      : sql<{ at: number | string }>`select extract(epoch from clock_timestamp()) * 1000 as at`;
  const { rows } = await query.execute(db);
  return Math.round(Number(rows[0]?.at ?? 0));
}

/** A lease as it stands, run out or not; undefined when nobody ever took it. */
export function readLease(db: Database, name: string): Promise<Row<"lease"> | undefined> {
  return db.selectFrom("lease").selectAll().where("name", "=", name).executeTakeFirst();
}
