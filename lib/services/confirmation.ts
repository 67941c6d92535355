import { createHash, randomInt } from "node:crypto";
import { newSecret } from "#lib/domain/ids.ts";
import { DAY, type Instant } from "#lib/domain/instant.ts";
import type { Database } from "#lib/store/database.ts";
import { countSettled } from "#lib/store/deliveries.ts";
import { deleteMessage, findMessages, insertMessage, suppressQueued } from "#lib/store/outbox.ts";
import type { Row } from "#lib/store/schema.ts";
import { updateSubscriber } from "#lib/store/subscribers.ts";

/** How long a mailed link and code can be used. */
export const CONFIRM_WITHIN_MS = DAY;

/** How many confirmations one address is mailed within a day, whoever asks for them (reliability.md S4). */
const MAILS_PER_DAY = 3;

/** What a confirmation's message carries until it is settled. */
export type ConfirmPayload = {
  token: string;
  code: string;
  /** Whether the address is subscribed already: then the mail says so. */
  isKnown: boolean;
};

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** The code is short: hashed with the subscriber's id, it is of no use for another. */
export function hashCode(subscriberId: string, code: string): string {
  return createHash("sha256").update(`${subscriberId}:${code}`).digest("hex");
}

/**
 * Owes the subscriber a mail with a new link and code; those mailed before stop working.
 *
 * @param hasWish whether somebody who is subscribed already has anything to confirm.
 *
 * Silently does nothing when the address has had its mails of the day.
 */
export async function oweConfirmation(
  tx: Database,
  subscriber: Pick<Row<"subscriber">, "id" | "channel" | "target" | "state">,
  hasWish: boolean,
  now: Instant,
): Promise<void> {
  const id = await freeSlot(tx, subscriber.id, now);
  if (id === null) return;
  const payload: ConfirmPayload = {
    token: newSecret(),
    code: String(randomInt(1_000_000)).padStart(6, "0"),
    isKnown: subscriber.state === "active" && !hasWish,
  };
  const count = await suppressQueued(tx, subscriber.id, "A newer confirmation was asked for.", now, "confirm");
  await countSettled(tx, [{ channel: subscriber.channel, outcome: "suppressed", count }]);
  const isOurs = await insertMessage(tx, {
    id,
    kind: "confirm",
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
  // Somebody asks for the same address at this moment: their mail is on its way.
  if (!isOurs) return;
  await updateSubscriber(tx, subscriber.id, {
    confirm_token_hash: hashToken(payload.token),
    confirm_code_hash: hashCode(subscriber.id, payload.code),
    confirm_expires_at: now + CONFIRM_WITHIN_MS,
    confirm_attempts: 0,
  });
}

/** One id for each mail of the day: counting them needs no index and leaves nothing behind. Null when all are used. */
async function freeSlot(tx: Database, subscriberId: string, now: Instant): Promise<string | null> {
  const slots = Array.from({ length: MAILS_PER_DAY }, (_, i) => `confirm-${subscriberId}-${i}`);
  const used = await findMessages(tx, slots);
  for (const slot of slots) {
    const row = used.find((one) => one.id === slot);
    // A clock that was set back must not lock an address out for longer than a day.
    if (row && Math.abs(now - row.created_at) < DAY) continue;
    if (row) await deleteMessage(tx, slot);
    return slot;
  }
  return null;
}
