import type { Database } from "./database.ts";
import type { NewRow, Row } from "./schema.ts";

/** Which secret a webhook's messages are signed with; undefined while none was ever shown. */
export function findWebhookKey(db: Database, subscriberId: string): Promise<Row<"webhook_key"> | undefined> {
  return db.selectFrom("webhook_key").selectAll().where("subscriber_id", "=", subscriberId).executeTakeFirst();
}

export async function writeWebhookKey(tx: Database, row: NewRow<"webhook_key">): Promise<void> {
  const { subscriber_id: _id, ...change } = row;
  await tx
    .insertInto("webhook_key")
    .values(row)
    .onConflict((conflict) => conflict.column("subscriber_id").doUpdateSet(change))
    .execute();
}
