import { type CalendarDay, calendarDays } from "#lib/domain/days.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { PageSnapshot, SnapshotIncident } from "#lib/domain/snapshot.ts";
import type { Database } from "#lib/store/database.ts";
import { findIncident, updatesOf } from "#lib/store/incidents.ts";
import { readVersion } from "#lib/store/state-version.ts";
import { componentsNow } from "./components-now.ts";
import { pageOrDefault, readEvidence } from "./read-page.ts";
import { snapshotIncident } from "./snapshot-incident.ts";

/** An incident as its own page draws it, with every update; `at` is the instant of reading. */
export type PublicIncident = Pick<PageSnapshot, "page" | "version" | "at"> & { incident: SnapshotIncident };

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
  };
}
