import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { NewRow, Row } from "./schema.ts";

/** Corrections that reach into the time after `from` and were not withdrawn, oldest first. */
export function listCorrections(db: Database, from: Instant): Promise<Row<"correction">[]> {
  return db
    .selectFrom("correction")
    .selectAll()
    .where("ended_at", ">", from)
    .where("withdrawn_at", "is", null)
    .orderBy("started_at")
    .execute();
}

/** Every correction of a component, withdrawn ones too, the newest first. */
export function correctionsOf(db: Database, componentId: string): Promise<Row<"correction">[]> {
  return db
    .selectFrom("correction")
    .selectAll()
    .where("component_id", "=", componentId)
    .orderBy("created_at", "desc")
    .execute();
}

export function findCorrection(db: Database, id: string): Promise<Row<"correction"> | undefined> {
  return db.selectFrom("correction").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function insertCorrection(tx: Database, row: NewRow<"correction">): Promise<void> {
  await tx.insertInto("correction").values(row).execute();
}

/** Takes a correction back. @returns false when it was before. */
export async function withdrawCorrection(tx: Database, id: string, now: Instant): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("correction")
    .set({ withdrawn_at: now })
    .where("id", "=", id)
    .where("withdrawn_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
