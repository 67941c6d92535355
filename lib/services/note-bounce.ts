import { SYSTEM } from "#lib/domain/actor.ts";
import { DAY, type Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { countBounces, insertBounce, setAside } from "#lib/store/bounces.ts";
import type { Database } from "#lib/store/database.ts";
import { countSettled } from "#lib/store/deliveries.ts";
import { suppressQueued } from "#lib/store/outbox.ts";
import type { Row } from "#lib/store/schema.ts";

/** So many refusals within so long set a subscriber aside (features.md G8). */
const SOFT_BOUNCES = 3;
const SOFT_WITHIN_MS = 7 * DAY;

/**
 * Notes that a message was refused for good, and sets its subscriber aside when the target is gone or has refused three
 * messages within a week. What is queued for it is taken back; an operator can lift this, and so can its owner by confirming again.
 *
 * @param isGone the far side has said that it will never take a message.
 */
export async function noteBounce(tx: Database, delivery: Row<"outbox">, isGone: boolean, now: Instant): Promise<void> {
  const { id, subscriber_id, channel } = delivery;
  await insertBounce(tx, { outboxId: id, subscriberId: subscriber_id }, now);
  const isDead = isGone || (await countBounces(tx, subscriber_id, now - SOFT_WITHIN_MS)) >= SOFT_BOUNCES;
  if (!isDead || !(await setAside(tx, subscriber_id))) return;
  const count = await suppressQueued(
    tx,
    subscriber_id,
    "Its target refuses our messages: the subscription is set aside.",
    now,
  );
  await countSettled(tx, [{ channel, outcome: "suppressed", count }]);
  const detail = { channel, reason: isGone ? "gone" : "refused three messages in a week" };
  await writeAudit(tx, { actor: SYSTEM, action: "subscriber.quarantine", subject: subscriber_id, detail }, now);
}
