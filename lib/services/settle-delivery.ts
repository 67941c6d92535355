import { HOUR, type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import type { Database } from "#lib/store/database.ts";
import type { Settled } from "#lib/store/deliveries.ts";
import { holdTarget, MAX_WAIT_MS, putBack, type Sent, settle, settleSent } from "#lib/store/outbox.ts";
import type { ChannelKind, Row } from "#lib/store/schema.ts";
import { noteBounce } from "./note-bounce.ts";

/** How long a message is tried before it is given up. */
const HORIZON_MS = 72 * HOUR;
/** A clock that was set forward a year must not give up what was hardly tried. */
const MIN_ATTEMPTS = 3;
/** While the whole destination is away a message waits no longer than this: it comes back for all at once. */
const MAX_AWAY_MS = 5 * MINUTE;
const FIRST_WAIT_MS = SECOND;
/** Channels whose targets have a host each. Elsewhere one server stands for all: that it is away is nobody's fault but its own. */
const OWN_HOSTS: ReadonlySet<ChannelKind> = new Set(["webhook", "ntfy"]);

/** How an attempt ended. `answer` is what the far side said, redacted. */
export type Outcome =
  | { kind: "sent"; answer: string }
  | { kind: "suppressed"; answer: string }
  | {
      kind: "refused";
      answer: string;
      /** Trying again cannot help. */
      permanent: boolean;
      /** What the far side asked for; null when it did not say. */
      retryAfterMs: number | null;
      /** The destination itself could not be reached or used: nothing is wrong with this message. */
      destinationAway: boolean;
      /** The target will never take a message: its subscriber is set aside. */
      targetGone?: boolean;
    };

export type Settlement = { delivery: Row<"outbox">; outcome: Outcome; at: Instant };

/**
 * Writes down how attempts ended, those that were sent in one statement. Waiting times are spread by `chance`.
 *
 * @returns what ended for good, to be counted (`countSettled`) at the end of the transaction: others wait for the counts.
 */
export async function settleDeliveries(
  tx: Database,
  worker: string,
  settlements: readonly Settlement[],
  chance: number,
): Promise<Settled[]> {
  const sent: Sent[] = [];
  const counts = new Map<string, Settled>();
  const count = (channel: Settled["channel"], outcome: Settled["outcome"], more: number) => {
    const key = `${channel} ${outcome}`;
    counts.set(key, { channel, outcome, count: (counts.get(key)?.count ?? 0) + more });
  };
  for (const settlement of settlements) {
    const { delivery, outcome, at } = settlement;
    if (outcome.kind === "sent") sent.push({ id: delivery.id, answer: outcome.answer, at });
    else {
      const ended = await settleDelivery(tx, worker, settlement, chance);
      if (ended !== null) count(delivery.channel, ended, 1);
    }
  }
  for (const { channel } of await settleSent(tx, sent)) count(channel, "sent", 1);
  return [...counts.values()];
}

/**
 * Writes down how an attempt ended: delivered, given up, or to be tried again later.
 *
 * @param chance from 0 to 1: spreads the waiting times, so that not everything comes back at one instant.
 * @returns how it ended for good; null when it is tried again, or had ended already.
 */
export async function settleDelivery(
  tx: Database,
  worker: string,
  { delivery, outcome, at }: Settlement,
  chance: number,
): Promise<Settled["outcome"] | null> {
  if (outcome.kind !== "refused") {
    return (await settle(tx, delivery.id, outcome.kind, outcome.answer, at)) ? outcome.kind : null;
  }
  const isTooLate = at - delivery.created_at >= HORIZON_MS && delivery.attempts >= MIN_ATTEMPTS;
  if (outcome.permanent || isTooLate) {
    const isMine = await settle(tx, delivery.id, "failed", outcome.answer, at);
    const isItsOwn = !outcome.destinationAway || OWN_HOSTS.has(delivery.channel);
    if (isItsOwn) await noteBounce(tx, delivery, outcome.targetGone === true, at);
    return isMine ? "failed" : null;
  }
  if (outcome.retryAfterMs === null) {
    await putBack(tx, worker, delivery.id, outcome.answer, at + waitMs(delivery.attempts, outcome, chance));
    return null;
  }
  const until = at + Math.min(outcome.retryAfterMs, MAX_WAIT_MS);
  await putBack(tx, worker, delivery.id, outcome.answer, until);
  // Mail has one server for all: who asks for time there speaks of one recipient.
  if (delivery.channel !== "email") await holdTarget(tx, delivery.channel, delivery.target, until);
  return null;
}

function waitMs(attempts: number, outcome: { destinationAway: boolean }, chance: number): number {
  const longest = outcome.destinationAway ? MAX_AWAY_MS : MAX_WAIT_MS;
  const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 20), longest);
  return Math.round(wait * (1 - chance / 4));
}
