import { calendarDays, startOfDay } from "#lib/domain/days.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { SnapshotIncident } from "#lib/domain/snapshot.ts";
import type { Database } from "#lib/store/database.ts";
import { findIncident, updatesOf } from "#lib/store/incidents.ts";
import type { Row } from "#lib/store/schema.ts";
import { componentsNow } from "./components-now.ts";
import { pageOrDefault, readEvidence } from "./read-page.ts";
import { snapshotIncident } from "./snapshot-incident.ts";

/** One public incident as its own page draws it; null when there is none, or it is a draft. */
export async function readPublicIncident(
  db: Database,
  id: string,
  now: Instant,
): Promise<{ page: Row<"page">; incident: SnapshotIncident } | null> {
  const incident = await findIncident(db, id);
  if (!incident || incident.published_at === null || incident.published_at > now) return null;
  const page = await pageOrDefault(db);
  const evidence = await readEvidence(db, startOfDay(now, page.time_zone), now);
  const components = componentsNow(evidence, calendarDays(page.time_zone, now, 1), page.uptime_weights, now);
  const updates = await updatesOf(db, [id]);
  return { page, incident: snapshotIncident(incident, updates, evidence, components, now) };
}
