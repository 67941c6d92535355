import type { Instant } from "#lib/domain/instant.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { componentsNamedBy, expandBatch, takeOpenFanout } from "#lib/store/fanout.ts";

const BATCH = 1_000;

/**
 * Turns the next batch of one owed update into messages, in one transaction with the place it has come to.
 *
 * Told are active subscribers who follow everything or a component the incident
 * has named so far. "Resolved" goes only to those whom an earlier update of the
 * incident went to: nobody hears of a recovery from what they never heard of.
 *
 * @returns false when nothing is owed (or others are at it): then there is no need to call again at once.
 */
export async function expandFanout(db: Database, now: Instant): Promise<boolean> {
  // A look that takes no lock: most of the time nothing is owed.
  if (!(await takeOpenFanout(db))) return false;
  return inTransaction(db, async (tx) => {
    const fanout = await takeOpenFanout(tx);
    if (!fanout) return false;
    const componentIds = await componentsNamedBy(tx, fanout.incident_id, fanout.seq);
    await expandBatch(tx, fanout, { componentIds, onlyToldBefore: fanout.status === "resolved" }, BATCH, now);
    return true;
  });
}
