import type { Database } from "./database.ts";
import type { ChannelKind, Row } from "./schema.ts";

/** What was owed to the target and has been tried to the end, in the order in which it was told. */
export function sentTo(db: Database, channel: ChannelKind, target: string): Promise<Row<"outbox">[]> {
  return db
    .selectFrom("outbox")
    .selectAll()
    .where("channel", "=", channel)
    .where("target", "=", target)
    .where("kind", "in", ["update", "digest"])
    .where("state", "in", ["sent", "failed"])
    .orderBy("created_at")
    .orderBy("seq")
    .execute();
}

/** A message that was sent has come back after all. @returns false when it is not (any more) one that was sent. */
export async function markReturned(tx: Database, id: string, answer: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("outbox")
    .set({ state: "failed", answer })
    .where("id", "=", id)
    .where("state", "=", "sent")
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
