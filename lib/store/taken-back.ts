import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";

/** Takes back what is owed of an update, while none of it has gone out. @returns false when some has, or nothing is owed. */
export async function deleteUnsentFanout(tx: Database, updateId: string, now: Instant): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom("fanout")
    .where("update_id", "=", updateId)
    .where("not_before", ">", now)
    .where("finished_at", "is", null)
    .where("cursor", "=", "")
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** Removes an update with what it said of components. */
export async function deleteUpdate(tx: Database, updateId: string): Promise<void> {
  await tx.deleteFrom("update_edit").where("update_id", "=", updateId).execute();
  await tx.deleteFrom("update_impact").where("update_id", "=", updateId).execute();
  await tx.deleteFrom("incident_update").where("id", "=", updateId).execute();
}

/** Undoes the stretches of history that an update of this incident began and ended at `at`. */
export async function undoIntervals(tx: Database, incidentId: string, at: Instant): Promise<void> {
  await tx.deleteFrom("interval").where("source_id", "=", incidentId).where("started_at", "=", at).execute();
  await tx
    .updateTable("interval")
    .set({ ended_at: null })
    .where("source_id", "=", incidentId)
    .where("ended_at", "=", at)
    .execute();
}
