import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";

/** What the far side calls the first message of the subscriber about the subject; null when there is none yet. */
export async function findAnchor(db: Database, subscriberId: string, subjectId: string): Promise<string | null> {
  const row = await db
    .selectFrom("thread")
    .select("anchor")
    .where("subscriber_id", "=", subscriberId)
    .where("subject_id", "=", subjectId)
    .executeTakeFirst();
  return row?.anchor ?? null;
}

/** Keeps it; the first one that was kept stays. */
export async function keepAnchor(
  db: Database,
  thread: { subscriberId: string; subjectId: string; anchor: string },
  now: Instant,
): Promise<void> {
  await db
    .insertInto("thread")
    .values({
      subscriber_id: thread.subscriberId,
      subject_id: thread.subjectId,
      anchor: thread.anchor,
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
