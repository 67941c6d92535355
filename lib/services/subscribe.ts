import { DomainError } from "#lib/domain/errors.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import type { ChannelKind, Row } from "#lib/store/schema.ts";
import { findByTarget, insertSubscriber, setScope, updateSubscriber } from "#lib/store/subscribers.ts";
import { isSlackChannelId } from "./channel-targets.ts";
import { oweConfirmation } from "./confirmation.ts";
import { scopeOf, type Target, targetOf } from "./subscriber-target.ts";

export type Subscribe = {
  channel: string;
  /** What the visitor typed. */
  target: string;
  /** By slug or id; none means everything. */
  components: readonly string[];
};

/** What visitors may choose themselves. The others need an operator: they hold keys, or cost money or a seat. */
export const SELF_CHANNELS = ["email", "slack", "webhook", "teams", "discord", "ntfy", "webpush", "sms"] as const;
export type SelfChannel = (typeof SELF_CHANNELS)[number];

/**
 * Takes a visitor's wish to be told, and owes the target a message by which it is confirmed (double opt-in). A browser
 * has confirmed by letting us: it is told from now on.
 *
 * Does the same work and says the same whether or not the target is known.
 * A target that is subscribed already keeps what it follows.
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
  const componentIds = await scopeOf(db, input.components);
  return inTransaction(db, async (tx) => {
    const subscriber = await pendingOrKnown(tx, { channel, target, componentIds, source: "self" }, now);
    if (channel !== "webpush") {
      await oweConfirmation(tx, subscriber, now);
      return { channel, activeId: null };
    }
    await updateSubscriber(tx, subscriber.id, {
      state: "active",
      target: target.target,
      confirmed_at: now,
      ended_at: null,
    });
    return { channel, activeId: subscriber.id };
  });
}

type Wish = {
  channel: ChannelKind;
  target: Target;
  componentIds: readonly string[];
  source: Row<"subscriber">["source"];
};

/** The subscriber for the target: made, or begun again, as pending; one that is active stays as it is. */
export async function pendingOrKnown(
  tx: Database,
  wish: Wish,
  now: Instant,
): Promise<Pick<Row<"subscriber">, "id" | "channel" | "target" | "state">> {
  const known = await findByTarget(tx, wish.channel, wish.target.key);
  if (known?.state === "active") return known;
  if (known) {
    await updateSubscriber(tx, known.id, { state: "pending", target: wish.target.target, source: wish.source });
    await setScope(tx, known.id, wish.componentIds);
    return { ...known, state: "pending", target: wish.target.target };
  }
  const row: Row<"subscriber"> = {
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
  };
  // When somebody else has added it this very moment, theirs is the one.
  return (await insertSubscriber(tx, row, wish.componentIds)) ? row : pendingOrKnown(tx, wish, now);
}
