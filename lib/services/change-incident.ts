import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { IncidentImpact } from "#lib/domain/incident.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { cleanTitle } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { findIncident, updateIncident } from "#lib/store/incidents.ts";
import { bumpVersion } from "#lib/store/state-version.ts";

export type ChangeIncident = {
  incidentId: string;
  title: string | undefined;
  /** Null: as its components say. */
  impact: IncidentImpact | null | undefined;
  expectedAt: Instant | null | undefined;
};

/** Corrects what an incident is called, how grave it is, or when it should be over; what is undefined stays. Nobody is notified. @throws {DomainError} */
export async function changeIncident(db: Database, actor: Actor, input: ChangeIncident, now: Instant): Promise<void> {
  requireRole(actor, "publisher");
  await inTransaction(db, async (tx) => {
    const incident = await findIncident(tx, input.incidentId);
    if (!incident) throw new DomainError("not_found", "There is no such incident.");
    const change = {
      ...(input.title === undefined ? {} : { title: cleanTitle(input.title) }),
      ...(input.impact === undefined ? {} : { impact_override: input.impact }),
      ...(input.expectedAt === undefined ? {} : { expected_at: input.expectedAt, expected_basis: null }),
    };
    if (!(await updateIncident(tx, incident, { ...change, updated_at: now }))) {
      throw new DomainError("conflict", "Someone else changed it meanwhile. Read it again, then change it.");
    }
    await writeAudit(tx, { actor, action: "incident.change", subject: incident.id, detail: change }, now);
    await bumpVersion(tx, now);
  });
}
