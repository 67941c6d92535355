import { REOPEN_WITHIN_MS } from "#lib/domain/incident.ts";
import { DAY, type Instant } from "#lib/domain/instant.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { forgetSettled } from "#lib/store/deliveries.ts";
import { endFollows, withoutScope } from "#lib/store/scope.ts";
import { endSubscription } from "./end-subscription.ts";

/** Who was told what, message by message, is kept so long; how many there were, for ever. */
const DELIVERIES_KEPT_MS = 30 * DAY;
const BATCH = 2_000;

/** Ends the following of incidents that cannot come back any more, and the subscriptions that were for them alone. */
export async function sweepFollows(db: Database, now: Instant): Promise<void> {
  await inTransaction(db, async (tx) => {
    const ended = await withoutScope(tx, await endFollows(tx, now - REOPEN_WITHIN_MS));
    for (const id of ended) await endSubscription(tx, null, id, now);
  });
}

/** Forgets what was settled long ago, a part at a time so that nobody waits for it. */
export async function sweepDeliveries(db: Database, now: Instant): Promise<void> {
  let forgotten = BATCH;
  while (forgotten === BATCH) {
    forgotten = await inTransaction(db, (tx) => forgetSettled(tx, now - DELIVERIES_KEPT_MS, BATCH));
  }
}
