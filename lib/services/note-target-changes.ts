import type { Fingerprint, TargetChange } from "#lib/domain/drift.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { type Lease, requireLease } from "#lib/store/leases.ts";
import { insertTargetChanges } from "#lib/store/target-changes.ts";
import { writeTargetMemory } from "#lib/store/target-memory.ts";

/** A target's fingerprint, and when it was read for the last time. */
export type KeptFingerprint = { fingerprint: Fingerprint; readAt: Instant };

/**
 * Writes down what changed on a monitor's target, and what it is made of now, in one transaction.
 *
 * `unseenSince`: when it was seen unchanged for the last time; the change happened after that.
 *
 * @throws {DomainError} `conflict` when another worker watches now.
 */
export async function noteTargetChanges(
  db: Database,
  lease: Lease,
  seen: { monitorId: string; changes: readonly TargetChange[]; unseenSince: Instant; kept: KeptFingerprint },
  now: Instant,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await requireLease(tx, lease);
    await insertTargetChanges(
      tx,
      seen.changes.map((change) => ({
        id: newId(),
        monitor_id: seen.monitorId,
        ...change,
        unseen_since: seen.unseenSince,
        seen_at: now,
      })),
    );
    await writeTargetMemory(tx, seen.monitorId, "fingerprint", seen.kept, now);
  });
}
