import { DomainError } from "#lib/domain/errors.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import type { ChannelKind, NewRow, Row } from "#lib/store/schema.ts";
import { followIncident, type Scope, setScope } from "#lib/store/scope.ts";
import { findByTarget, insertSubscriber, updateSubscriber } from "#lib/store/subscribers.ts";
import { isSlackChannelId } from "./channel-targets.ts";
import { oweConfirmation } from "./confirmation.ts";
import { type Target, targetOf } from "./subscriber-target.ts";
import { type WantedScope, wantedScope } from "./wanted-scope.ts";

export type Subscribe = {
  channel: string;
  /** What the visitor typed. */
  target: string;
  /** A BCP 47 tag; omitted: the page's. */
  language?: string | null;
  /** Who is written to when the target refuses our messages: an address; omitted or empty: nobody. */
  contact?: string;
} & WantedScope;

/** What visitors may choose themselves. The others need an operator: they hold keys, or cost money or a seat. */
export const SELF_CHANNELS = ["email", "slack", "webhook", "teams", "discord", "ntfy", "webpush", "sms"] as const;
export type SelfChannel = (typeof SELF_CHANNELS)[number];

/**
 * Takes a visitor's wish to be told, and owes the target a message by which it is confirmed (double opt-in). A browser
 * has confirmed by letting us: it is told from now on.
 *
 * Does the same work and says the same whether or not the target is known.
 * A target that is subscribed already keeps what it follows; an incident that is to be followed
 * besides is added once its owner confirms.
 *
 * @param offered the channels that can be used here.
 * @param outboundAllow `host:port` of the inside hosts that messages may go to.
 * @returns the channel, and the subscriber's id where nothing is left to be confirmed.
 * @throws {DomainError} `invalid` when the target or a component is not usable.
 */
export async function subscribe(
  db: Database,
  input: Subscribe,
  now: Instant,
  offered: readonly SelfChannel[] = ["email"],
  outboundAllow: readonly string[] = [],
): Promise<{ channel: SelfChannel; activeId: string | null }> {
  const channel = offered.find((one) => one === input.channel);
  if (!channel || (channel === "slack" && isSlackChannelId(input.target.trim()))) {
    const message = "Subscribing here does not work by this channel. Ask us for it.";
    throw new DomainError("invalid", message, { fields: [{ path: "channel", message }] });
  }
  const target = targetOf(channel, input.target, outboundAllow);
  const scope = await wantedScope(db, input, now);
  return inTransaction(db, async (tx) => {
    const contact = (input.contact ?? "").trim() === "" ? null : contactOf(input.contact as string);
    const wish: Wish = { channel, target, scope, source: "self", language: input.language ?? null, contact };
    const subscriber = await pendingOrKnown(tx, wish, now);
    if (channel !== "webpush") {
      await oweConfirmation(tx, subscriber, await keepWish(tx, subscriber, scope), now);
      return { channel, activeId: null };
    }
    for (const id of scope.incidentIds) await followIncident(tx, subscriber.id, id);
    await updateSubscriber(tx, subscriber.id, {
      state: "active",
      target: target.target,
      confirmed_at: now,
      ended_at: null,
    });
    return { channel, activeId: subscriber.id };
  });
}

function contactOf(address: string): string {
  try {
    return targetOf("email", address, []).target;
  } catch {
    const message = "The address for when it stops working is not one we can write to.";
    throw new DomainError("invalid", message, { fields: [{ path: "contact", message }] });
  }
}

type Wish = {
  channel: ChannelKind;
  target: Target;
  scope: Partial<Scope>;
  source: Row<"subscriber">["source"];
  language?: string | null;
  contact?: string | null;
};

/** What is added to the scope of somebody who is subscribed already, once they confirm. */
export type KeptWish = { incidentIds: readonly string[] };

/** @returns whether there is anything to confirm for somebody who is subscribed already. */
async function keepWish(tx: Database, subscriber: Known, { incidentIds }: Scope): Promise<boolean> {
  const isWish = subscriber.state === "active" && incidentIds.length > 0;
  const wish: KeptWish = { incidentIds };
  await updateSubscriber(tx, subscriber.id, { wish: isWish ? JSON.stringify(wish) : null });
  return isWish;
}

type Known = Pick<Row<"subscriber">, "id" | "channel" | "target" | "state">;

/** The subscriber for the target: made, or begun again, as pending; one that is active stays as it is. */
export async function pendingOrKnown(tx: Database, wish: Wish, now: Instant): Promise<Known> {
  const known = await findByTarget(tx, wish.channel, wish.target.key);
  if (known?.state === "active") return known;
  if (known) {
    await updateSubscriber(tx, known.id, { state: "pending", target: wish.target.target, source: wish.source });
    await setScope(tx, known.id, wish.scope);
    return { ...known, state: "pending", target: wish.target.target };
  }
  const row: Known & NewRow<"subscriber"> = {
    id: newId(),
    channel: wish.channel,
    target: wish.target.target,
    target_key: wish.target.key,
    state: "pending",
    confirm_token_hash: null,
    confirm_code_hash: null,
    confirm_expires_at: null,
    confirm_attempts: 0,
    source: wish.source,
    created_at: now,
    confirmed_at: null,
    ended_at: null,
    language: wish.language ?? null,
    contact: wish.contact ?? null,
  };
  // When somebody else has added it this very moment, theirs is the one.
  return (await insertSubscriber(tx, row, wish.scope)) ? row : pendingOrKnown(tx, wish, now);
}
