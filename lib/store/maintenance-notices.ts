import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { NewRow, Row } from "./schema.ts";

/** What is to be told of a window. @returns false when this reminder was told before: then nothing was changed. */
export async function insertNotice(tx: Database, row: NewRow<"maintenance_notice">): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("maintenance_notice")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export function findNotice(db: Database, id: string): Promise<Row<"maintenance_notice"> | undefined> {
  return db.selectFrom("maintenance_notice").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Everything that was told of a window, or is to be, in order. */
export function noticesOf(db: Database, maintenanceId: string): Promise<Row<"maintenance_notice">[]> {
  return db
    .selectFrom("maintenance_notice")
    .selectAll()
    .where("maintenance_id", "=", maintenanceId)
    .orderBy("seq")
    .execute();
}

export async function nextNoticeSeq(tx: Database, maintenanceId: string): Promise<number> {
  const row = await tx
    .selectFrom("maintenance_notice")
    .select((eb) => eb.fn.max("seq").as("last"))
    .where("maintenance_id", "=", maintenanceId)
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

/** Public windows, neither over nor cancelled, that begin after `now` and before `before`. */
export function listNearWindows(db: Database, now: Instant, before: Instant): Promise<Row<"maintenance">[]> {
  return db
    .selectFrom("maintenance")
    .selectAll()
    .where("published_at", "<=", now)
    .where("cancelled_at", "is", null)
    .where("completed_at", "is", null)
    .where("starts_at", ">", now)
    .where("starts_at", "<=", before)
    .execute();
}
