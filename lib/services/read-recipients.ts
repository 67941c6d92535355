import { type Actor, requireRole } from "#lib/domain/actor.ts";
import type { Database } from "#lib/store/database.ts";
import { type Delivery, deliveriesOf, listFailed } from "#lib/store/deliveries.ts";
import { listSubscribers, type SubscriberWithScope } from "#lib/store/subscribers.ts";

/**
 * Who is told, a page at a time: addresses of readers, which are not for everybody.
 *
 * @throws {DomainError} `forbidden` below maintainer; so do the others here.
 */
export async function readSubscribers(
  db: Database,
  actor: Actor,
  filter: Parameters<typeof listSubscribers>[1],
  limit: number,
): Promise<SubscriberWithScope[]> {
  requireRole(actor, "maintainer");
  return listSubscribers(db, filter, limit);
}

/** The messages of one update or notice, or of all when null, each with whom it goes to. */
export async function readDeliveries(
  db: Database,
  actor: Actor,
  refId: string | null,
  filter: Parameters<typeof deliveriesOf>[2],
): Promise<Delivery[]> {
  requireRole(actor, "maintainer");
  return deliveriesOf(db, refId, filter);
}

/** The latest messages that were given up. */
export async function readFailed(db: Database, actor: Actor, limit: number): Promise<Delivery[]> {
  requireRole(actor, "maintainer");
  return listFailed(db, limit);
}
