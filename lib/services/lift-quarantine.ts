import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { forgetBounces } from "#lib/store/bounces.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { findSubscriber, updateSubscriber } from "#lib/store/subscribers.ts";

/**
 * Lets a subscriber that was set aside be told again, from the next message on. Its refusals so far are forgotten.
 *
 * @throws {DomainError} `forbidden`; `not_found`; `conflict` when it is not set aside.
 */
export async function liftQuarantine(db: Database, actor: Actor, subscriberId: string, now: Instant): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const subscriber = await findSubscriber(tx, subscriberId);
    if (!subscriber) throw new DomainError("not_found", "There is no such subscription.");
    if (subscriber.state !== "quarantined") {
      throw new DomainError("conflict", "This subscription is not set aside: there is nothing to lift.");
    }
    await updateSubscriber(tx, subscriberId, { state: "active" });
    await forgetBounces(tx, subscriberId);
    await writeAudit(tx, { actor, action: "subscriber.lift", subject: subscriberId }, now);
  });
}
