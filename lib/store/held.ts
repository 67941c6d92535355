import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { Row } from "./schema.ts";

/** The active subscribers of a batch whose messages may have to wait. */
export function waitersIn(tx: Database, after: string, last: string): Promise<Row<"subscriber">[]> {
  return tx
    .selectFrom("subscriber")
    .selectAll()
    .where("state", "=", "active")
    .where("id", ">", after)
    .where("id", "<=", last)
    .where((eb) => eb.or([eb("digest", "!=", "off"), eb("quiet_from", "is not", null)]))
    .execute();
}

/** Lets a queued message wait; one that is not there, or has been sent, stays as it is. */
export async function hold(tx: Database, id: string, until: Instant): Promise<void> {
  await tx
    .updateTable("outbox")
    .set({ state: "held", held_until: until })
    .where("id", "=", id)
    .where("state", "=", "queued")
    .where("attempts", "=", 0)
    .execute();
}

/** Settles what is held for the subscriber about the subject: another message says it. */
export async function dropHeld(
  tx: Database,
  of: { subscriberId: string; subject: string; into: string },
  reason: string,
  now: Instant,
): Promise<void> {
  await tx
    .updateTable("outbox")
    .set({ state: "suppressed", answer: reason, settled_at: now, merged_into: of.into })
    .where("state", "=", "held")
    .where("subscriber_id", "=", of.subscriberId)
    .where("subject_id", "=", of.subject)
    .where("id", "!=", of.into)
    .execute();
}

/** Subscribers for whom something was held until now, at most `limit`. */
export async function dueHolders(db: Database, now: Instant, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom("outbox")
    .select("subscriber_id")
    .distinct()
    .where("state", "=", "held")
    .where("held_until", "<=", now)
    .limit(limit)
    .execute();
  return rows.map((row) => row.subscriber_id);
}

/** Everything held for the subscriber, in the order in which it came about. */
export function heldOf(tx: Database, subscriberId: string): Promise<Row<"outbox">[]> {
  return tx
    .selectFrom("outbox")
    .selectAll()
    .where("state", "=", "held")
    .where("subscriber_id", "=", subscriberId)
    .orderBy("created_at")
    .orderBy("seq")
    .execute();
}

/** Lets a held message go. @returns false when others have dealt with it meanwhile. */
export async function letGo(tx: Database, id: string, now: Instant): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("outbox")
    .set({ state: "queued", held_until: null, next_attempt_at: now })
    .where("id", "=", id)
    .where("state", "=", "held")
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Settles held messages for good; `into` names the message that says them as well, null: nothing does. */
export async function settleHeld(
  tx: Database,
  ids: readonly string[],
  into: string | null,
  reason: string,
  now: Instant,
): Promise<number> {
  if (ids.length === 0) return 0;
  const { numUpdatedRows } = await tx
    .updateTable("outbox")
    .set({ state: "suppressed", held_until: null, answer: reason, settled_at: now, merged_into: into })
    .where("id", "in", ids)
    .where("state", "=", "held")
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Makes due what is held for the subscriber: what was chosen has changed. */
export async function endHold(tx: Database, subscriberId: string, now: Instant): Promise<void> {
  await tx
    .updateTable("outbox")
    .set({ held_until: now })
    .where("state", "=", "held")
    .where("subscriber_id", "=", subscriberId)
    .execute();
}

/** Makes due what would wait past `latest`: the clock was set back meanwhile. */
export async function shortenHolds(db: Database, latest: Instant, now: Instant): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ held_until: now })
    .where("state", "=", "held")
    .where("held_until", ">", latest)
    .execute();
}

/** Whether the subscriber was told anything of the subject that is not held. */
export async function wasTold(tx: Database, subscriberId: string, subject: string): Promise<boolean> {
  const row = await tx
    .selectFrom("outbox")
    .select("id")
    .where("subscriber_id", "=", subscriberId)
    .where("subject_id", "=", subject)
    .where((eb) => eb.or([eb("state", "in", ["queued", "sent"]), eb("merged_into", "is not", null)]))
    .executeTakeFirst();
  return row !== undefined;
}
