import type { AggregateRule } from "#lib/domain/aggregate.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { pageSummary } from "#lib/domain/page-summary.ts";
import type { Publication, PublishedComponent, PublishedMaintenance } from "#lib/domain/publication.ts";
import { listGroups } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { lastEnds } from "#lib/store/intervals.ts";
import type { Row } from "#lib/store/schema.ts";
import { readVersion, versionChangedAt } from "#lib/store/state-version.ts";
import { type Evidence, statusNow } from "./components-now.ts";
import { publishedIncidentsNow } from "./published-incidents.ts";
import { publishedMaintenancesNow } from "./published-maintenances.ts";
import { pageOrDefault, readShownEvidence } from "./read-page.ts";

/**
 * What machines are told of the page at `now`.
 *
 * @param also the id of an incident or a window that is wanted even when it is not among the newest.
 */
export async function readPublication(db: Database, now: Instant, also: string | null = null): Promise<Publication> {
  const version = await readVersion(db);
  const [page, changedAt] = await Promise.all([pageOrDefault(db), versionChangedAt(db)]);
  const [evidence, groups, ends] = await Promise.all([readShownEvidence(db, now, now), listGroups(db), lastEnds(db)]);
  const incidents = await publishedIncidentsNow(db, now, also);
  const maintenances = await publishedMaintenancesNow(db, { evidence, timeZone: page.time_zone }, now, also);
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
    groups: shown.map(({ id, name, rule }) => ({ id, name, rule: JSON.parse(rule) as AggregateRule })),
    components: components.sort((a, b) => (order.get(a.groupId) ?? -1) - (order.get(b.groupId) ?? -1)),
    incidents,
    maintenances,
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
