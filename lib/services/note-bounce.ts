import { SYSTEM } from "#lib/domain/actor.ts";
import { CHANNEL_NAMES, type ChannelKind } from "#lib/domain/channel.ts";
import { DAY, type Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { countBounces, insertBounce, setAside } from "#lib/store/bounces.ts";
import type { Database } from "#lib/store/database.ts";
import { countSettled } from "#lib/store/deliveries.ts";
import { suppressQueued } from "#lib/store/outbox.ts";
import type { Row } from "#lib/store/schema.ts";
import { findSubscriber } from "#lib/store/subscribers.ts";
import { shownTarget } from "./shown-target.ts";
import { oweNote, tellOperators } from "./tell-operators.ts";

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
  await tellOwner(tx, subscriber_id, now);
  const detail = { channel, reason: isGone ? "gone" : "refused three messages in a week" };
  await writeAudit(tx, { actor: SYSTEM, action: "subscriber.quarantine", subject: subscriber_id, detail }, now);
}

/** A person's own address, telephone or browser: there is no other way to that person. */
const PERSONAL: ReadonlySet<ChannelKind> = new Set(["email", "sms", "webpush"]);

/** Tells of a channel that was switched off another way: whom its owner named, or else the admins. */
async function tellOwner(tx: Database, subscriberId: string, now: Instant): Promise<void> {
  const subscriber = await findSubscriber(tx, subscriberId);
  if (!subscriber || PERSONAL.has(subscriber.channel)) return;
  const where = `${CHANNEL_NAMES[subscriber.channel]} (${shownTarget(subscriber.channel, subscriber.target)})`;
  const note = {
    title: "A channel was switched off",
    text: `Our updates to ${where} are refused there, so we send none any more. Subscribe it again once they can arrive.`,
  };
  if (subscriber.contact === null) return tellOperators(tx, { slackWebhookUrl: null }, note, now);
  await oweNote(tx, { channel: "email", target: subscriber.contact, subscriberId }, note, now);
}
