import type { Instant } from "#lib/domain/instant.ts";
import { maintenanceStatus } from "#lib/domain/maintenance.ts";
import { maintenanceStory } from "#lib/domain/maintenance-story.ts";
import { pageSummary } from "#lib/domain/page-summary.ts";
import type {
  Publication,
  PublishedComponent,
  PublishedIncident,
  PublishedMaintenance,
  WorkStatus,
} from "#lib/domain/publication.ts";
import { listGroups } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import {
  findIncident,
  listIncidents,
  listOpenIncidents,
  type UpdateWithImpacts,
  updatesOf,
} from "#lib/store/incidents.ts";
import { lastEnds } from "#lib/store/intervals.ts";
import {
  findMaintenance,
  listMaintenances,
  listNewestMaintenances,
  type MaintenanceWithComponents,
} from "#lib/store/maintenances.ts";
import type { Row } from "#lib/store/schema.ts";
import { readVersion, versionChangedAt } from "#lib/store/state-version.ts";
import { type Evidence, statusNow } from "./components-now.ts";
import { pageOrDefault, readEvidence } from "./read-page.ts";
import { worstImpact } from "./snapshot-incident.ts";

const NEWEST = 50;

/**
 * What machines are told of the page at `now`.
 *
 * @param also the id of an incident or a window that is wanted even when it is not among the newest.
 */
export async function readPublication(db: Database, now: Instant, also: string | null = null): Promise<Publication> {
  const version = await readVersion(db);
  const [page, changedAt] = await Promise.all([pageOrDefault(db), versionChangedAt(db)]);
  const [evidence, groups, ends] = await Promise.all([readEvidence(db, now, now), listGroups(db), lastEnds(db)]);
  const incidents = await readIncidents(db, now, also);
  const maintenances = await readMaintenances(db, evidence, now, also);
  const components = evidence.components.map((row) => componentOf(row, evidence, maintenances, ends, now));
  const shown = groups.filter((group) => components.some((one) => one.groupId === group.id));
  const order = new Map<string | null, number>([[null, -1], ...shown.map((group, i) => [group.id, i] as const)]);
  const ongoing = maintenances.find((one) => one.status === "in_progress" || one.status === "verifying");
  return {
    page: {
      id: page.id,
      name: page.name,
      timeZone: page.time_zone,
      updatedAt: Math.max(page.updated_at, changedAt),
    },
    version,
    at: now,
    summary: pageSummary(components, ongoing?.title ?? null),
    groups: shown.map(({ id, name }) => ({ id, name })),
    components: components.sort((a, b) => (order.get(a.groupId) ?? -1) - (order.get(b.groupId) ?? -1)),
    incidents,
    maintenances,
  };
}

async function readIncidents(db: Database, now: Instant, also: string | null): Promise<PublishedIncident[]> {
  const [newest, open, asked] = await Promise.all([
    listIncidents(db, null, NEWEST),
    listOpenIncidents(db),
    also === null ? undefined : findIncident(db, also),
  ]);
  const rows = unique([...newest, ...open, ...(asked ? [asked] : [])]);
  const published = rows.filter((row) => row.published_at !== null && row.published_at <= now);
  const updates = await updatesOf(
    db,
    published.map((row) => row.id),
  );
  return published
    .sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1))
    .map((row) =>
      incidentOf(
        row,
        updates.filter((update) => update.incident_id === row.id),
      ),
    );
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
    updatedAt: row.updated_at,
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

async function readMaintenances(
  db: Database,
  evidence: Evidence,
  now: Instant,
  also: string | null,
): Promise<PublishedMaintenance[]> {
  const [newest, current, asked] = await Promise.all([
    listNewestMaintenances(db, NEWEST),
    listMaintenances(db, now),
    also === null ? undefined : findMaintenance(db, also),
  ]);
  const isOver = (row: MaintenanceWithComponents) => row.cancelled_at !== null || row.completed_at !== null;
  return unique([...newest, ...current.filter((row) => !isOver(row)), ...(asked ? [asked] : [])])
    .sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1))
    .flatMap((row) => maintenanceOf(row, evidence, now) ?? []);
}

/** Null while it is nobody's to see. */
function maintenanceOf(row: MaintenanceWithComponents, evidence: Evidence, now: Instant): PublishedMaintenance | null {
  const plan = {
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    completedAt: row.completed_at,
    cancelledAt: row.cancelled_at,
  };
  const publishedAt = row.published_at;
  if (publishedAt === null || publishedAt > now) return null;
  const components = row.components.flatMap(({ componentId: id, status }) => {
    const name = evidence.components.find((one) => one.id === id)?.name;
    return name === undefined ? [] : [{ id, name, status }];
  });
  const updates = maintenanceStory({ ...plan, id: row.id, body: row.body, publishedAt, components }, now);
  return {
    id: row.id,
    title: row.title,
    body: row.body,
    status: maintenanceStatus({ ...plan, publishedAt }, now) as WorkStatus,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    createdAt: row.created_at,
    updatedAt: Math.max(row.updated_at, ...updates.map((update) => update.postedAt)),
    overAt: row.cancelled_at ?? row.completed_at,
    revision: row.version,
    componentIds: components.map((one) => one.id),
    updates,
  };
}

function componentOf(
  row: Row<"component">,
  evidence: Evidence,
  maintenances: readonly PublishedMaintenance[],
  ends: ReadonlyMap<string, Instant>,
  now: Instant,
): PublishedComponent {
  const open = evidence.intervals.filter((one) => one.component_id === row.id).map((one) => one.started_at);
  const planned = maintenances.filter((window) => window.componentIds.includes(row.id) && window.startsAt <= now);
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    groupId: row.group_id,
    status: statusNow(evidence, row, now),
    watchedSince: row.monitored_since,
    createdAt: row.created_at,
    updatedAt: Math.max(row.updated_at, ends.get(row.id) ?? 0, ...open, ...planned.map((window) => window.updatedAt)),
  };
}

function unique<Item extends { id: string }>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
