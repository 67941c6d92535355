import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { countSettled } from "#lib/store/deliveries.ts";
import { suppressQueued } from "#lib/store/outbox.ts";
import { findSubscriber, updateSubscriber } from "#lib/store/subscribers.ts";

/**
 * Ends a subscription at once: what is queued for it is taken back. Ending an ended one changes nothing.
 *
 * @param actor the operator who ends it; null when the subscriber does, whose link has been checked.
 * @throws {DomainError} `not_found`; `forbidden` when the actor is not a maintainer; `conflict` when the configuration owns it.
 */
export async function endSubscription(
  db: Database,
  actor: Actor | null,
  subscriberId: string,
  now: Instant,
): Promise<void> {
  if (actor) requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const subscriber = await findSubscriber(tx, subscriberId);
    if (!subscriber) throw new DomainError("not_found", "There is no such subscription.");
    if (subscriber.state === "ended") return;
    if (actor && subscriber.source === "config") {
      throw new DomainError("conflict", "This channel comes from SLACK_WEBHOOK_URL. Unset it to end this.");
    }
    await updateSubscriber(tx, subscriberId, {
      state: "ended",
      ended_at: now,
      confirm_token_hash: null,
      confirm_code_hash: null,
      confirm_expires_at: null,
    });
    const count = await suppressQueued(tx, subscriberId, "The subscription has ended.", now);
    await countSettled(tx, [{ channel: subscriber.channel, outcome: "suppressed", count }]);
    if (actor) await writeAudit(tx, { actor, action: "subscriber.end", subject: subscriberId }, now);
  });
}
