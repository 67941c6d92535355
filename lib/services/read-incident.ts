import { type CalendarDay, calendarDays } from "#lib/domain/days.ts";
import type { IncidentPast, PublicIncident } from "#lib/domain/incident-past.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "#lib/store/database.ts";
import { editsOf, type UpdateWithImpacts, updatesOf } from "#lib/store/incident-updates.ts";
import { findIncident, listRelated } from "#lib/store/incidents.ts";
import { listWindowsIn } from "#lib/store/maintenances.ts";
import { findPostmortem } from "#lib/store/postmortems.ts";
import type { Row } from "#lib/store/schema.ts";
import { readVersion } from "#lib/store/state-version.ts";
import { componentsNow, type Evidence } from "./components-now.ts";
import { pageOrDefault, readEvidence, snapshotMaintenance } from "./read-page.ts";
import { pastIncident, snapshotIncident } from "./snapshot-incident.ts";

const RELATED_MAX = 5;

/** A public incident, open or resolved. Null when there is none: drafts and discarded ones are nobody's to see. */
export async function readPublicIncident(db: Database, id: string, now: Instant): Promise<PublicIncident | null> {
  const version = await readVersion(db);
  const incident = await findIncident(db, id);
  if (!incident || incident.published_at === null || incident.published_at > now) return null;
  const page = await pageOrDefault(db);
  // Only what the components are now is drawn: today's evidence is enough.
  const days = calendarDays(page.time_zone, now, 1);
  const evidence = await readEvidence(db, (days[0] as CalendarDay).startedAt, now);
  const components = componentsNow(evidence, days, page.uptime_weights, now);
  const updates = await updatesOf(db, [incident.id]);
  return {
    page: { id: page.id, name: page.name, timeZone: page.time_zone },
    version,
    at: now,
    incident: snapshotIncident(incident, updates, evidence, components, now),
    past: await readPast(db, incident, updates, evidence, now),
  };
}

async function readPast(
  db: Database,
  incident: Row<"incident">,
  updates: readonly UpdateWithImpacts[],
  evidence: Evidence,
  now: Instant,
): Promise<IncidentPast> {
  const named = [...new Set(updates.flatMap((update) => update.impacts.map((one) => one.component_id)))];
  const [edits, postmortem, related, windows] = await Promise.all([
    editsOf(db, incident.id),
    findPostmortem(db, incident.id),
    listRelated(db, incident, named, RELATED_MAX),
    listWindowsIn(db, incident.started_at, incident.resolved_at ?? now),
  ]);
  const told = await updatesOf(
    db,
    related.map((one) => one.id),
  );
  return {
    edits: Object.fromEntries(
      [...Map.groupBy(edits, (edit) => edit.update_id)].map(([id, some]) => [
        id,
        some.map((edit) => ({ body: edit.was_body, at: edit.at })),
      ]),
    ),
    postmortem:
      postmortem?.published_at == null
        ? null
        : { body: postmortem.body, publishedAt: postmortem.published_at, changedAt: postmortem.updated_at },
    related: related
      .filter((one) => (one.published_at ?? now + 1) <= now)
      .map((one) => ({ ...pastIncident(one, told), resolvedAt: one.resolved_at })),
    work: windows
      .filter((one) => one.cancelled_at === null && (one.published_at ?? now + 1) <= now)
      .filter((one) => one.components.some(({ componentId }) => named.includes(componentId)))
      .map((one) => snapshotMaintenance(one, evidence.components, now)),
  };
}
