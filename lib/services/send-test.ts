import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { insertMessage } from "#lib/store/outbox.ts";
import { findSubscriber } from "#lib/store/subscribers.ts";

/**
 * Owes a subscriber a test message, which travels as every other does: how it fared is in the delivery log.
 *
 * @returns the delivery's id.
 * @throws {DomainError} `forbidden`; `not_found`; `conflict` when nothing is sent there at present.
 */
export async function sendTest(
  db: Database,
  actor: Actor,
  subscriberId: string,
  now: Instant,
): Promise<{ deliveryId: string }> {
  requireRole(actor, "maintainer");
  return inTransaction(db, async (tx) => {
    const subscriber = await findSubscriber(tx, subscriberId);
    if (!subscriber) throw new DomainError("not_found", "There is no such subscription.");
    if (subscriber.state !== "active") {
      throw new DomainError("conflict", "This subscription is not active: nothing is sent there.");
    }
    const id = `test-${newId()}`;
    await insertMessage(tx, {
      id,
      kind: "test",
      incident_id: null,
      update_id: null,
      seq: 0,
      subscriber_id: subscriber.id,
      channel: subscriber.channel,
      target: subscriber.target,
      payload: null,
      state: "queued",
      next_attempt_at: now,
      attempts: 0,
      claimed_until: null,
      claimed_by: null,
      answer: null,
      created_at: now,
      settled_at: null,
    });
    await writeAudit(tx, { actor, action: "subscriber.test", subject: subscriberId }, now);
    return { deliveryId: id };
  });
}
