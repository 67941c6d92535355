import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { NewRow, Row } from "./schema.ts";

/** Which component needs which, at any time after `from`; those that ended meanwhile included, oldest first. */
export function listNeeds(db: Database, from: Instant): Promise<Row<"component_need">[]> {
  return db
    .selectFrom("component_need")
    .selectAll()
    .where((eb) => eb.or([eb("ended_at", "is", null), eb("ended_at", ">", from)]))
    .orderBy("began_at")
    .orderBy("id")
    .execute();
}

/** Which component needs which now. */
export function listNeedsNow(db: Database): Promise<Row<"component_need">[]> {
  return db.selectFrom("component_need").selectAll().where("ended_at", "is", null).orderBy("began_at").execute();
}

export async function insertNeed(tx: Database, row: NewRow<"component_need">): Promise<void> {
  await tx.insertInto("component_need").values(row).execute();
}

/** Ends needs from `now` on; what they meant until then stays history. */
export async function endNeeds(tx: Database, ids: readonly string[], now: Instant): Promise<void> {
  if (ids.length === 0) return;
  await tx.updateTable("component_need").set({ ended_at: now }).where("id", "in", ids).execute();
}
