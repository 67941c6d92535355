import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";

/** Notes that a message to the subscriber was refused for good. A message counts once. */
export async function insertBounce(
  tx: Database,
  bounce: { outboxId: string; subscriberId: string },
  now: Instant,
): Promise<void> {
  await tx
    .insertInto("bounce")
    .columns(["outbox_id", "subscriber_id", "at"])
    // Only of those who are still known: a forgotten subscriber's last message counts for nobody.
    .expression((eb) =>
      eb
        .selectFrom("subscriber")
        .select((one) => [
          one.val(bounce.outboxId).as("outbox_id"),
          "subscriber.id",
          one.cast<number>(one.val(now), "bigint").as("at"),
        ])
        .where("subscriber.id", "=", bounce.subscriberId),
    )
    .onConflict((conflict) => conflict.column("outbox_id").doNothing())
    .execute();
}

/** How many of the subscriber's messages were refused since then. */
export async function countBounces(db: Database, subscriberId: string, since: Instant): Promise<number> {
  const { count } = await db
    .selectFrom("bounce")
    .select((eb) => eb.fn.countAll<number | string>().as("count"))
    .where("subscriber_id", "=", subscriberId)
    .where("at", ">=", since)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function forgetBounces(tx: Database, subscriberId: string): Promise<void> {
  await tx.deleteFrom("bounce").where("subscriber_id", "=", subscriberId).execute();
}

/** Sets an active subscriber aside. @returns false when it was not active: then nothing was changed. */
export async function setAside(tx: Database, subscriberId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("subscriber")
    .set({ state: "quarantined" })
    .where("id", "=", subscriberId)
    .where("state", "=", "active")
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
