import { timingSafeEqual } from "node:crypto";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import type { ChannelKind, Row } from "#lib/store/schema.ts";
import { followIncident } from "#lib/store/scope.ts";
import { findByConfirmToken, findByTarget, takeCodeAttempt, updateSubscriber } from "#lib/store/subscribers.ts";
import { hashCode, hashToken } from "./confirmation.ts";
import type { KeptWish } from "./subscribe.ts";
import { targetOf } from "./subscriber-target.ts";

const CODE_ATTEMPTS = 5;

/** What the mail carried: the link's token, or the code together with the target it was sent to. */
export type Confirmation = { token: string } | { channel?: ChannelKind; target: string; code: string };

/**
 * Begins a subscription: whoever read the mail has said so. A token and a code work once.
 *
 * @throws {DomainError} `invalid`, with the same words for a wrong, used up or run out code and for an unknown address.
 */
export async function confirmSubscription(
  db: Database,
  by: Confirmation,
  now: Instant,
  outboundAllow: readonly string[] = [],
): Promise<{ subscriberId: string }> {
  // Refused outside of the transaction: the attempt that was spent stays spent.
  const subscriberId = await inTransaction(db, (tx) =>
    "token" in by ? activateByToken(tx, by.token, now) : activateByCode(tx, by, outboundAllow, now),
  );
  if (subscriberId !== null) return { subscriberId };
  const message =
    "token" in by
      ? "This link has been used or has run out. Subscribe again to get a new one."
      : "This code is not right or has run out. Check the newest mail, or subscribe again to get a new one.";
  throw new DomainError("invalid", message, { fields: [{ path: "token" in by ? "token" : "code", message }] });
}

async function activateByToken(tx: Database, token: string, now: Instant): Promise<string | null> {
  const subscriber = await findByConfirmToken(tx, hashToken(token), now);
  return subscriber ? activate(tx, subscriber, now) : null;
}

async function activateByCode(
  tx: Database,
  by: Exclude<Confirmation, { token: string }>,
  allow: readonly string[],
  now: Instant,
): Promise<string | null> {
  const { channel = "email" } = by;
  const subscriber = await findByTarget(tx, channel, targetOf(channel, by.target, allow).key);
  if (!subscriber) return null;
  const right = await takeCodeAttempt(tx, subscriber.id, CODE_ATTEMPTS, now);
  if (right === undefined) return null;
  const given = hashCode(subscriber.id, by.code.replace(/[\s-]/g, ""));
  return timingSafeEqual(Buffer.from(right), Buffer.from(given)) ? activate(tx, subscriber, now) : null;
}

async function activate(
  tx: Database,
  subscriber: Pick<Row<"subscriber">, "id" | "confirmed_at" | "state" | "wish">,
  now: Instant,
): Promise<string> {
  const { incidentIds } = JSON.parse(subscriber.wish ?? '{"incidentIds":[]}') as KeptWish;
  for (const id of incidentIds) await followIncident(tx, subscriber.id, id);
  await updateSubscriber(tx, subscriber.id, {
    state: "active",
    confirmed_at: subscriber.state === "active" ? subscriber.confirmed_at : now,
    ended_at: null,
    confirm_token_hash: null,
    confirm_code_hash: null,
    confirm_expires_at: null,
    wish: null,
  });
  return subscriber.id;
}
