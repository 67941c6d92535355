import { derivedId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { PublishedIncident } from "#lib/domain/publication.ts";
import type { Database } from "#lib/store/database.ts";
import { type UpdateWithImpacts, updatesOf } from "#lib/store/incident-updates.ts";
import { findIncident, listIncidents, listOpenIncidents } from "#lib/store/incidents.ts";
import { publishedPostmortems } from "#lib/store/postmortems.ts";
import type { Row } from "#lib/store/schema.ts";
import { worstImpact } from "./snapshot-incident.ts";

const NEWEST = 50;

/** Every open incident that is public, the newest of the others, and the one of the id that is also wanted; newest first. */
export async function publishedIncidentsNow(
  db: Database,
  now: Instant,
  also: string | null,
): Promise<PublishedIncident[]> {
  const [newest, open, asked] = await Promise.all([
    listIncidents(db, null, NEWEST),
    listOpenIncidents(db),
    also === null ? undefined : findIncident(db, also),
  ]);
  const found = [...newest, ...open, ...(asked ? [asked] : [])];
  const rows = [...new Map(found.map((row) => [row.id, row])).values()];
  const published = rows.filter((row) => row.published_at !== null && row.published_at <= now);
  const ids = published.map((row) => row.id);
  const [updates, postmortems] = await Promise.all([updatesOf(db, ids), publishedPostmortems(db, ids, now)]);
  return published
    .sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1))
    .map((row) => {
      const incident = incidentOf(
        row,
        updates.filter((update) => update.incident_id === row.id),
      );
      const postmortem = postmortems.find((one) => one.incident_id === row.id);
      return postmortem && row.status === "resolved" ? explained(incident, postmortem) : incident;
    });
}

/** An incident whose postmortem is public: it is the last thing said of it. */
function explained(
  incident: PublishedIncident,
  postmortem: { body: string; published_at: Instant; updated_at: Instant },
): PublishedIncident {
  const update = {
    id: derivedId(incident.id, "postmortem"),
    status: "postmortem" as const,
    body: postmortem.body,
    happenedAt: postmortem.published_at,
    postedAt: postmortem.published_at,
    changedAt: Math.max(postmortem.published_at, postmortem.updated_at),
    notified: false,
    impacts: [],
  };
  const updatedAt = Math.max(incident.updatedAt, postmortem.published_at, postmortem.updated_at);
  return { ...incident, status: "postmortem", updatedAt, updates: [update, ...incident.updates] };
}

function incidentOf(row: Row<"incident">, updates: UpdateWithImpacts[]): PublishedIncident {
  const named = updates.flatMap((update) => update.impacts.map((one) => one.component_id));
  return {
    id: row.id,
    title: row.title,
    status: row.status,
    impact: worstImpact(row, updates),
    startedAt: row.started_at,
    createdAt: row.created_at,
    updatedAt: Math.max(row.updated_at, ...updates.map((update) => update.edited_at ?? 0)),
    monitoringAt: row.monitoring_at,
    resolvedAt: row.resolved_at,
    expectedAt: row.expected_at,
    componentIds: [...new Set(named)],
    updates: updates
      .toSorted((a, b) => b.happened_at - a.happened_at || b.seq - a.seq)
      .map((update) => ({
        id: update.id,
        status: update.status,
        body: update.body,
        happenedAt: update.happened_at,
        postedAt: update.posted_at,
        changedAt: update.edited_at ?? update.posted_at,
        notified: update.notified_at !== null,
        impacts: update.impacts.map((one) => ({
          componentId: one.component_id,
          name: one.component_name,
          from: one.old_status,
          to: one.new_status,
        })),
      })),
  };
}
