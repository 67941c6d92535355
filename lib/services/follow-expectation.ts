import { type Instant, MINUTE } from "#lib/domain/instant.ts";
import { listAutomatic } from "#lib/store/automatic-incidents.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { updateIncident } from "#lib/store/incidents.ts";
import type { Row } from "#lib/store/schema.ts";
import { readSignal } from "#lib/store/signals.ts";
import { bumpVersion } from "#lib/store/state-version.ts";

/** A forecast moves all the time: the page follows it when it is off by this much, or by a quarter of what is left. */
const WORTH_SAYING_MS = MINUTE;

/**
 * Lets the expected resolution of automatic incidents follow what their targets
 * say now (data still to load, a queue that drains). Nobody is notified of it.
 */
export async function followExpectations(db: Database, now: Instant): Promise<void> {
  for (const incident of await listAutomatic(db)) {
    if (incident.monitor_id === null) continue;
    const row = await readSignal(db, incident.monitor_id);
    if (!row || row.expected_at === null || !isWorthSaying(incident, row.expected_at, now)) continue;
    const { expected_at, expected_basis } = row;
    await inTransaction(db, async (tx) => {
      if (await updateIncident(tx, incident, { expected_at, expected_basis, updated_at: now }))
        await bumpVersion(tx, now);
    });
  }
}

function isWorthSaying(incident: Row<"incident">, expectedAt: Instant, now: Instant): boolean {
  if (incident.expected_at === null) return true;
  const off = Math.abs(expectedAt - incident.expected_at);
  return off >= Math.max(WORTH_SAYING_MS, (expectedAt - now) / 4) || (incident.expected_at <= now && off > 0);
}
