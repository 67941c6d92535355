import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import type { ChannelKind, Row } from "#lib/store/schema.ts";
import { setScope } from "#lib/store/scope.ts";
import { findByTarget, updateSubscriber } from "#lib/store/subscribers.ts";
import { oweConfirmation } from "./confirmation.ts";
import { pendingOrKnown } from "./subscribe.ts";
import { scopeOf, targetOf } from "./subscriber-target.ts";

export type AddSubscriber = {
  channel: ChannelKind;
  target: string;
  /** By slug or id; none means everything. */
  components: readonly string[];
  /** The operator vouches that whoever it is has agreed: no confirmation is mailed. */
  confirmed: boolean;
  /** On what it rests, in the operator's words; omitted: nothing is noted. */
  consent?: string;
};

/** What belongs to a person, who must agree. */
const PERSONAL: ReadonlySet<ChannelKind> = new Set(["email", "sms"]);

/**
 * Subscribes somebody by an operator's hand. A known one gets the scope given here.
 *
 * Without `confirmed` a mail address or a telephone number is pending until its owner confirms;
 * every other channel is the operator's own and active at once.
 *
 * @param outboundAllow `host:port` of the inside hosts that messages may go to.
 * @throws {DomainError} `forbidden`; `invalid`; `conflict` when the owner has ended the subscription:
 *   only they can begin it again, by confirming.
 */
export async function addSubscriber(
  db: Database,
  actor: Actor,
  input: AddSubscriber,
  now: Instant,
  outboundAllow: readonly string[] = [],
): Promise<{ subscriberId: string; state: Row<"subscriber">["state"] }> {
  requireRole(actor, "maintainer");
  const target = targetOf(input.channel, input.target, outboundAllow);
  const componentIds = await scopeOf(db, input.components);
  const isActiveAtOnce = input.confirmed || !PERSONAL.has(input.channel);
  return inTransaction(db, async (tx) => {
    const before = await findByTarget(tx, input.channel, target.key);
    if (before?.state === "ended" && PERSONAL.has(input.channel) && input.confirmed) {
      throw new DomainError(
        "conflict",
        "They have ended their subscription. Add them unconfirmed: they will be asked.",
      );
    }
    const wish = { channel: input.channel, target, scope: { componentIds }, source: "operator" } as const;
    const subscriber = await pendingOrKnown(tx, wish, now);
    if (input.consent !== undefined) await updateSubscriber(tx, subscriber.id, { consent: input.consent });
    if (subscriber.state === "active") await setScope(tx, subscriber.id, { componentIds });
    else if (isActiveAtOnce) {
      await updateSubscriber(tx, subscriber.id, { state: "active", confirmed_at: now, ended_at: null });
    } else await oweConfirmation(tx, subscriber, false, now);
    const state = isActiveAtOnce ? "active" : subscriber.state;
    const detail = { channel: input.channel, confirmed: input.confirmed, state };
    await writeAudit(tx, { actor, action: "subscriber.add", subject: subscriber.id, detail }, now);
    return { subscriberId: subscriber.id, state };
  });
}
