import { impactOf } from "#lib/domain/incident.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { componentSlugs } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { type UpdateWithImpacts, updatesOf } from "#lib/store/incident-updates.ts";
import { findIncident } from "#lib/store/incidents.ts";
import type { Row } from "#lib/store/schema.ts";

/** ISO 8601 in UTC with three fraction digits (compat.md §0.4); null stays null. */
export function moment(at: Instant | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** Incidents as the API answers them, each with its updates, newest first. */
export async function presentIncidents(
  db: Database,
  publicUrl: string,
  incidents: readonly Row<"incident">[],
): Promise<object[]> {
  const updates = await updatesOf(
    db,
    incidents.map((incident) => incident.id),
  );
  const slugs = await componentSlugs(db);
  return incidents.map((incident) =>
    presentIncident(
      incident,
      updates.filter((one) => one.incident_id === incident.id),
      slugs,
      publicUrl,
    ),
  );
}

export async function presentIncidentById(db: Database, publicUrl: string, id: string): Promise<object | null> {
  const incident = await findIncident(db, id);
  return incident ? ((await presentIncidents(db, publicUrl, [incident]))[0] ?? null) : null;
}

function presentIncident(
  incident: Row<"incident">,
  updates: readonly UpdateWithImpacts[],
  slugs: Map<string, string>,
  publicUrl: string,
): object {
  const bySlug = (impacts: UpdateWithImpacts["impacts"]) =>
    Object.fromEntries(impacts.map((one) => [slugs.get(one.component_id) ?? one.component_id, one.new_status]));
  const statuses = updates.flatMap((update) => update.impacts.map((one) => one.new_status));
  return {
    id: incident.id,
    title: incident.title,
    status: incident.status,
    impact: impactOf(statuses, incident.impact_override),
    components: Object.assign({}, ...updates.map((update) => bySlug(update.impacts))),
    expected_at: moment(incident.expected_at),
    started_at: moment(incident.started_at),
    created_at: moment(incident.created_at),
    updated_at: moment(incident.updated_at),
    resolved_at: moment(incident.resolved_at),
    url: `${publicUrl}/incidents/${incident.id}`,
    updates: updates.toReversed().map((update) => ({
      id: update.id,
      status: update.status,
      body: update.body,
      components: bySlug(update.impacts),
      expected_at: moment(update.expected_at),
      happened_at: moment(update.happened_at),
      posted_at: moment(update.posted_at),
      notified: update.notified_at !== null,
      author: update.author,
    })),
  };
}
