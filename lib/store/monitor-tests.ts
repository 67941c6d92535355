import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { NewRow, Row } from "./schema.ts";

export async function insertMonitorTest(db: Database, row: NewRow<"monitor_test">): Promise<void> {
  await db.insertInto("monitor_test").values(row).execute();
}

export function findMonitorTest(db: Database, id: string): Promise<Row<"monitor_test"> | undefined> {
  return db.selectFrom("monitor_test").selectAll().where("id", "=", id).executeTakeFirst();
}

/** What was asked since then and nobody has begun to answer. */
export function listOpenMonitorTests(db: Database, since: Instant): Promise<Row<"monitor_test">[]> {
  return db
    .selectFrom("monitor_test")
    .selectAll()
    .where("begun_at", "is", null)
    .where("asked_at", ">=", since)
    .orderBy("asked_at")
    .limit(20)
    .execute();
}

/** Takes the test; false when somebody else has. */
export async function beginMonitorTest(tx: Database, id: string, now: Instant): Promise<boolean> {
  const row = await tx
    .updateTable("monitor_test")
    .set({ begun_at: now })
    .where("id", "=", id)
    .where("begun_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export async function answerMonitorTest(tx: Database, id: string, answer: string, now: Instant): Promise<void> {
  await tx.updateTable("monitor_test").set({ answer, answered_at: now }).where("id", "=", id).execute();
}

export async function deleteMonitorTestsBefore(tx: Database, before: Instant): Promise<void> {
  await tx.deleteFrom("monitor_test").where("asked_at", "<", before).execute();
}
