import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { Row } from "./schema.ts";

/** What operators must know now, the oldest first. */
export function listAlarms(db: Database): Promise<Row<"alarm">[]> {
  return db.selectFrom("alarm").selectAll().orderBy("since").orderBy("name").execute();
}

/** Raises an alarm, or brings one that is raised up to date. @returns whether it is new. */
export async function raiseAlarm(tx: Database, name: string, answer: string, now: Instant): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("alarm")
    .values({ name, since: now, answer, told_at: null })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) return true;
  await tx.updateTable("alarm").set({ answer }).where("name", "=", name).execute();
  return false;
}

/** Notes that operators were told of it. */
export async function markAlarmTold(tx: Database, name: string, now: Instant): Promise<void> {
  await tx.updateTable("alarm").set({ told_at: now }).where("name", "=", name).execute();
}

/** Ends an alarm. @returns the one that ended; undefined when there was none. */
export function endAlarm(tx: Database, name: string): Promise<Row<"alarm"> | undefined> {
  return tx.deleteFrom("alarm").where("name", "=", name).returningAll().executeTakeFirst();
}
