import type { Database } from "./database.ts";
import type { Row } from "./schema.ts";

/** Whether the message tells that its incident is resolved, or its maintenance over. */
export async function isEndOfStory(
  db: Database,
  message: Pick<Row<"outbox">, "update_id" | "notice_id">,
): Promise<boolean> {
  if (message.update_id !== null) {
    const update = await db
      .selectFrom("incident_update")
      .select("status")
      .where("id", "=", message.update_id)
      .executeTakeFirst();
    return update?.status === "resolved";
  }
  if (message.notice_id === null) return false;
  const notice = await db
    .selectFrom("maintenance_notice")
    .select("stage")
    .where("id", "=", message.notice_id)
    .executeTakeFirst();
  return notice?.stage === "completed" || notice?.stage === "cancelled";
}
