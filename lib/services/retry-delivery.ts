import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { requeueFailed, requeueFailedOf } from "#lib/store/deliveries.ts";

/** Sends a message again that was given up. @throws {DomainError} `forbidden`; `conflict` when it was not given up. */
export async function retryDelivery(db: Database, actor: Actor, id: string, now: Instant): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    if (!(await requeueFailed(tx, id, now)))
      throw new DomainError("conflict", "Only a message that was given up can be sent again.");
    await writeAudit(tx, { actor, action: "delivery.retry", subject: id }, now);
  });
}

/** The same for every message of an update or notice that was given up. @returns how many. @throws {DomainError} `forbidden`. */
export async function retryDeliveries(db: Database, actor: Actor, refId: string, now: Instant): Promise<number> {
  requireRole(actor, "maintainer");
  return inTransaction(db, async (tx) => {
    const count = await requeueFailedOf(tx, refId, now);
    await writeAudit(tx, { actor, action: "delivery.retry", subject: refId, detail: { count } }, now);
    return count;
  });
}
