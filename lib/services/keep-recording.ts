import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Recording } from "#lib/domain/recording.ts";
import { openIncidentOf } from "#lib/store/automatic-incidents.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { type Lease, requireLease } from "#lib/store/leases.ts";
import { completeRecording, insertRecording } from "#lib/store/recordings.ts";

/**
 * Keeps what the flight recorder held when a monitor's target failed, with the incident the failure opened.
 *
 * @returns its id; null when there is no such incident, or its first recording is kept already.
 * @throws {DomainError} `conflict` when another worker watches now.
 */
export async function keepRecording(
  db: Database,
  lease: Lease,
  monitorId: string,
  recording: Recording,
  frozenAt: Instant,
): Promise<string | null> {
  return inTransaction(db, async (tx) => {
    await requireLease(tx, lease);
    const incident = await openIncidentOf(tx, monitorId);
    if (!incident) return null;
    const row = {
      id: newId(),
      incident_id: incident.id,
      monitor_id: monitorId,
      frozen_at: frozenAt,
      content: JSON.stringify(recording),
    };
    return (await insertRecording(tx, row)) ? row.id : null;
  });
}

/** Adds what the target said when it answered again: its own log of slow commands may name what stopped it. */
export async function finishRecording(db: Database, id: string, recording: Recording): Promise<void> {
  await completeRecording(db, id, JSON.stringify(recording));
}
