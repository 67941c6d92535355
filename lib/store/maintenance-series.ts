import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { NewRow, Row } from "./schema.ts";

/** Every series that goes on. */
export function listSeries(db: Database): Promise<Row<"maintenance_series">[]> {
  return db.selectFrom("maintenance_series").selectAll().where("ended_at", "is", null).orderBy("id").execute();
}

export function findSeries(db: Database, id: string): Promise<Row<"maintenance_series"> | undefined> {
  return db.selectFrom("maintenance_series").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The series with these ids, ended ones too. */
export function seriesOf(db: Database, ids: readonly string[]): Promise<Row<"maintenance_series">[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return db.selectFrom("maintenance_series").selectAll().where("id", "in", ids).execute();
}

export async function insertSeries(tx: Database, row: NewRow<"maintenance_series">): Promise<void> {
  await tx.insertInto("maintenance_series").values(row).execute();
}

export async function updateSeries(
  tx: Database,
  id: string,
  change: Partial<Omit<NewRow<"maintenance_series">, "id">>,
): Promise<void> {
  await tx.updateTable("maintenance_series").set(change).where("id", "=", id).execute();
}

/** When each occurrence that was ever planned was to begin by the rule, cancelled and moved ones too. */
export async function occurrencesOf(db: Database, seriesId: string): Promise<Instant[]> {
  const rows = await db
    .selectFrom("maintenance")
    .select("occurs_at")
    .where("series_id", "=", seriesId)
    .where("occurs_at", "is not", null)
    .execute();
  return rows.map((row) => row.occurs_at as Instant);
}

/** The windows of a series that have not begun and are not called off, soonest first. */
export function comingOccurrences(db: Database, seriesId: string, now: Instant): Promise<Row<"maintenance">[]> {
  return db
    .selectFrom("maintenance")
    .selectAll()
    .where("series_id", "=", seriesId)
    .where("cancelled_at", "is", null)
    .where("completed_at", "is", null)
    .where("starts_at", ">", now)
    .orderBy("starts_at")
    .execute();
}
