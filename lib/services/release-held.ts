import type { Instant } from "#lib/domain/instant.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { countSettled } from "#lib/store/deliveries.ts";
import { isEndOfStory } from "#lib/store/endings.ts";
import { dueHolders, heldOf, letGo, settleHeld, wasTold } from "#lib/store/held.ts";
import { insertMessage } from "#lib/store/outbox.ts";
import type { Row } from "#lib/store/schema.ts";
import { findSubscriber, type SubscriberWithScope } from "#lib/store/subscribers.ts";

const AT_ONCE = 100;

/** What a digest's message carries until it is settled: what it tells, in order. */
export type DigestPayload = {
  items: { incidentId: string | null; updateId: string | null; noticeId: string | null }[];
};

/**
 * Lets go what was held until now: quiet hours are over, or it is time for the digest.
 *
 * By mail everything comes in one message. On other channels the newest word on each story comes, and nothing of a
 * story that began and ended meanwhile: nobody hears of a recovery from what they never heard of.
 *
 * @returns whether there may be more.
 */
export async function releaseHeld(db: Database, now: Instant): Promise<boolean> {
  const due = await dueHolders(db, now, AT_ONCE);
  for (const subscriberId of due) await inTransaction(db, (tx) => release(tx, subscriberId, now));
  return due.length > 0;
}

async function release(tx: Database, subscriberId: string, now: Instant): Promise<void> {
  const subscriber = await findSubscriber(tx, subscriberId);
  const held = await heldOf(tx, subscriberId);
  if (held.length === 0) return;
  if (subscriber?.state !== "active") {
    await drop(tx, held, null, "The subscription has ended.", now);
    return;
  }
  if (subscriber.channel === "email" && held.length > 1) return digest(tx, subscriber, held, now);
  const stories = Map.groupBy(held, (row) => row.subject_id as string);
  for (const [subject, rows] of stories) await releaseStory(tx, subscriberId, subject, rows, now);
}

async function releaseStory(
  tx: Database,
  subscriberId: string,
  subject: string,
  rows: Row<"outbox">[],
  now: Instant,
): Promise<void> {
  const newest = rows.reduce((a, b) => (b.seq > a.seq ? b : a));
  if ((await isEndOfStory(tx, newest)) && !(await wasTold(tx, subscriberId, subject))) {
    await drop(tx, rows, null, "It was over before it was to be told.", now);
    return;
  }
  const older = rows.filter((row) => row.id !== newest.id);
  await drop(tx, older, newest.id, "A newer update said it.", now);
  await letGo(tx, newest.id, now);
}

async function digest(
  tx: Database,
  subscriber: SubscriberWithScope,
  held: Row<"outbox">[],
  now: Instant,
): Promise<void> {
  const id = `digest-${subscriber.id}-${now}`;
  const payload: DigestPayload = {
    items: held.map((row) => ({ incidentId: row.incident_id, updateId: row.update_id, noticeId: row.notice_id })),
  };
  // First: of two workers one finds nothing held any more.
  if ((await drop(tx, held, id, "Sent as part of a summary.", now)) === 0) return;
  await insertMessage(tx, {
    id,
    kind: "digest",
    incident_id: null,
    update_id: null,
    seq: 0,
    subscriber_id: subscriber.id,
    channel: subscriber.channel,
    target: subscriber.target,
    payload: JSON.stringify(payload),
    state: "queued",
    next_attempt_at: now,
    attempts: 0,
    claimed_until: null,
    claimed_by: null,
    answer: null,
    created_at: now,
    settled_at: null,
  });
}

async function drop(
  tx: Database,
  rows: readonly Row<"outbox">[],
  into: string | null,
  reason: string,
  now: Instant,
): Promise<number> {
  const ids = rows.map((row) => row.id);
  const count = await settleHeld(tx, ids, into, reason, now);
  if (rows[0]) await countSettled(tx, [{ channel: rows[0].channel, outcome: "suppressed", count }]);
  return count;
}
