import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { NewRow, Row } from "./schema.ts";

/** Keeps a recording; one per incident and monitor: what was frozen first stays. @returns whether it was kept. */
export async function insertRecording(tx: Database, row: NewRow<"recording">): Promise<boolean> {
  const kept = await tx
    .insertInto("recording")
    .values(row)
    .onConflict((conflict) => conflict.columns(["incident_id", "monitor_id"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return kept !== undefined;
}

export async function completeRecording(tx: Database, id: string, content: string): Promise<void> {
  await tx.updateTable("recording").set({ content }).where("id", "=", id).execute();
}

/** The recordings of one incident, the earliest first. */
export function recordingsOfIncident(db: Database, incidentId: string): Promise<Row<"recording">[]> {
  return db.selectFrom("recording").selectAll().where("incident_id", "=", incidentId).orderBy("frozen_at").execute();
}

/** The recordings of these monitors frozen in that stretch of time, the earliest first. */
export function recordingsOfMonitors(
  db: Database,
  monitorIds: readonly string[],
  from: Instant,
  to: Instant,
): Promise<Row<"recording">[]> {
  if (monitorIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom("recording")
    .selectAll()
    .where("monitor_id", "in", [...monitorIds])
    .where("frozen_at", ">=", from)
    .where("frozen_at", "<=", to)
    .orderBy("frozen_at")
    .limit(20)
    .execute();
}

export async function deleteRecordingsBefore(tx: Database, before: Instant): Promise<void> {
  await tx.deleteFrom("recording").where("frozen_at", "<", before).execute();
}
