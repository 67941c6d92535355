import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { findIncident, updateIncident } from "#lib/store/incidents.ts";
import { deleteIntervals } from "#lib/store/intervals.ts";
import { bumpVersion } from "#lib/store/state-version.ts";

/** Takes an incident off the page, with what it said of components. It stays in the store and in the audit. @throws {DomainError} */
export async function discardIncident(db: Database, actor: Actor, incidentId: string, now: Instant): Promise<void> {
  requireRole(actor, "admin");
  await inTransaction(db, async (tx) => {
    const incident = await findIncident(tx, incidentId);
    if (!incident) throw new DomainError("not_found", "There is no such incident.");
    await updateIncident(tx, incident, { discarded_at: now, publish_at: null, resolve_at: null, updated_at: now });
    await deleteIntervals(tx, incidentId);
    await writeAudit(
      tx,
      { actor, action: "incident.discard", subject: incidentId, detail: { title: incident.title } },
      now,
    );
    await bumpVersion(tx, now);
  });
}
