import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { countSettled } from "#lib/store/deliveries.ts";
import { suppressQueued } from "#lib/store/outbox.ts";
import { eraseDeliveries, eraseSubscriber as eraseRow, findSubscriber } from "#lib/store/subscribers.ts";

/**
 * Forgets a subscriber for good: address, choices, and the address in the log of what was sent. That something was
 * sent, and how it ended, stays; to whom does not.
 *
 * @param actor the operator who does it; null when the subscriber does, whose link has been checked.
 * @throws {DomainError} `not_found`; `forbidden` when the actor is not a maintainer; `conflict` when the configuration owns it.
 */
export async function eraseSubscriber(
  db: Database,
  actor: Actor | null,
  subscriberId: string,
  now: Instant,
): Promise<void> {
  if (actor) requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const subscriber = await findSubscriber(tx, subscriberId);
    if (!subscriber) throw new DomainError("not_found", "There is no such subscription.");
    if (subscriber.source === "config") {
      throw new DomainError("conflict", "This channel comes from SLACK_WEBHOOK_URL. Unset it to end this.");
    }
    const count = await suppressQueued(tx, subscriberId, "The subscription has ended.", now);
    await eraseDeliveries(tx, subscriberId);
    await eraseRow(tx, subscriberId);
    await countSettled(tx, [{ channel: subscriber.channel, outcome: "suppressed", count }]);
    if (actor) await writeAudit(tx, { actor, action: "subscriber.erase", subject: subscriberId }, now);
  });
}
