import { type AggregateRule, aggregate } from "#lib/domain/aggregate.ts";
import { type CalendarDay, calendarDays } from "#lib/domain/days.ts";
import { neededBy } from "#lib/domain/dependency.ts";
import { DAY, type Instant } from "#lib/domain/instant.ts";
import { type MaintenanceStatus, maintenanceStatus } from "#lib/domain/maintenance.ts";
import { pageSummary } from "#lib/domain/page-summary.ts";
import type { PageSnapshot, SnapshotGroup, SnapshotMaintenance } from "#lib/domain/snapshot.ts";
import { listComponents, listGroups, readPage } from "#lib/store/components.ts";
import { listCorrections } from "#lib/store/corrections.ts";
import type { Database } from "#lib/store/database.ts";
import { updatesOf } from "#lib/store/incident-updates.ts";
import { listOpenIncidents, listResolvedSince } from "#lib/store/incidents.ts";
import { intervalsSince } from "#lib/store/intervals.ts";
import { listMaintenances, type MaintenanceWithComponents } from "#lib/store/maintenances.ts";
import { listNeeds } from "#lib/store/needs.ts";
import type { Row } from "#lib/store/schema.ts";
import { listMonitors, listSignals } from "#lib/store/signals.ts";
import { readVersion } from "#lib/store/state-version.ts";
import { componentsNow, type Evidence } from "./components-now.ts";
import { detectedOutages } from "./detected-outages.ts";
import { pastIncident, snapshotIncident } from "./snapshot-incident.ts";

const BAR_DAYS = 90;
const PAST_MS = 14 * DAY;
const AHEAD_MS = 30 * DAY;

/** Everything the public page draws, read at `now`. Drafts and operators' facts are not in it. */
export async function readPublicPage(db: Database, now: Instant): Promise<PageSnapshot> {
  const version = await readVersion(db);
  const page = await pageOrDefault(db);
  const days = calendarDays(page.time_zone, now, BAR_DAYS);
  const evidence = await readShownEvidence(db, (days[0] as CalendarDay).startedAt, now);
  const components = componentsNow(evidence, days, page.uptime_weights, now);
  const [open, resolved, groups] = await Promise.all([
    listOpenIncidents(db),
    listResolvedSince(db, now - PAST_MS),
    listGroups(db),
  ]);
  const published = open.filter((incident) => incident.published_at !== null && incident.published_at <= now);
  const updates = await updatesOf(
    db,
    [...published, ...resolved].map((incident) => incident.id),
  );
  const maintenances = withoutRepeats(evidence.maintenances, now)
    .map((window) => snapshotMaintenance(window, evidence.components, now))
    .filter(
      (window) =>
        ["in_progress", "verifying"].includes(window.status) ||
        (window.status === "scheduled" && window.startsAt <= now + AHEAD_MS),
    );
  const ongoing = maintenances.find((window) => window.status !== "scheduled")?.title ?? null;
  const incidents = published.map((incident) => snapshotIncident(incident, updates, evidence, components, now));
  return {
    page: { id: page.id, name: page.name, timeZone: page.time_zone },
    version,
    at: now,
    checkedAt: evidence.signals.length === 0 ? null : Math.max(...evidence.signals.map((signal) => signal.observed_at)),
    summary: pageSummary(components, ongoing),
    groups: grouped(groups, evidence.components, components),
    incidents,
    detected: detectedOutages(evidence, incidents, now),
    maintenances,
    past: resolved.map((incident) => pastIncident(incident, updates)),
  };
}

/** Everything that speaks of the components, from `from` on; of one component only, if given. */
export async function readEvidence(db: Database, from: Instant, now: Instant, componentId?: string): Promise<Evidence> {
  const [all, needs] = await Promise.all([listComponents(db), listNeeds(db, from)]);
  const parents = neededBy(
    needs.map((one) => ({ componentId: one.component_id, needsId: one.needs_id, strength: one.strength })),
    componentId ?? "",
  );
  const [monitors, signals, intervals, maintenances, corrections] = await Promise.all([
    listMonitors(db),
    listSignals(db),
    intervalsSince(db, from, componentId === undefined ? undefined : [componentId, ...parents]),
    listMaintenances(db, from),
    listCorrections(db, from),
  ]);
  return {
    from,
    components: componentId === undefined ? all : all.filter((one) => one.id === componentId),
    others: componentId === undefined ? [] : all.filter((one) => parents.has(one.id)),
    needs,
    monitors,
    signals,
    intervals,
    maintenances: maintenances.filter((window) => (window.published_at ?? now + 1) <= now),
    corrections,
  };
}

/** The same for readers: components they do not see speak of what needs them, and are not among them. */
export async function readShownEvidence(db: Database, from: Instant, now: Instant): Promise<Evidence> {
  const evidence = await readEvidence(db, from, now);
  const [hidden, components] = [
    evidence.components.filter(isHidden),
    evidence.components.filter((one) => !isHidden(one)),
  ];
  return { ...evidence, components, others: hidden };
}

const isHidden = (component: Row<"component">) => component.hidden_at !== null;

const BEFORE_SET_UP: Row<"page"> = {
  id: "",
  name: "Status",
  time_zone: "UTC",
  uptime_weights: "statuspage",
  config_keys: "[]",
  updated_at: 0,
};

export async function pageOrDefault(db: Database): Promise<Row<"page">> {
  return (await readPage(db)) ?? BEFORE_SET_UP;
}

function grouped(
  groups: Row<"component_group">[],
  rows: Row<"component">[],
  drawn: SnapshotGroup["components"],
): SnapshotGroup[] {
  const of = (groupId: string | null) =>
    drawn.filter((one) => rows.find((row) => row.id === one.id)?.group_id === groupId);
  const named = groups.map((group) => {
    const rule = JSON.parse(group.rule) as AggregateRule;
    const components = of(group.id);
    return { name: group.name, components, ...(rule.kind === "any" ? {} : { status: aggregate(rule, components) }) };
  });
  return [{ name: null, components: of(null) }, ...named].filter((group) => group.components.length > 0);
}

/** Of each series what has begun and the next window: the ones after it are told on its own page. */
function withoutRepeats(windows: readonly MaintenanceWithComponents[], now: Instant): MaintenanceWithComponents[] {
  const told = new Set<string>();
  return windows
    .toSorted((a, b) => a.starts_at - b.starts_at)
    .filter((window) => {
      const isOver = window.cancelled_at !== null || window.completed_at !== null;
      if (window.series_id === null || isOver || window.starts_at <= now) return true;
      const isNext = !told.has(window.series_id);
      told.add(window.series_id);
      return isNext;
    });
}

/** A window as readers see it. */
export function snapshotMaintenance(
  window: MaintenanceWithComponents,
  components: Row<"component">[],
  now: Instant,
): SnapshotMaintenance {
  const status: MaintenanceStatus = maintenanceStatus(
    {
      startsAt: window.starts_at,
      endsAt: window.ends_at,
      publishedAt: window.published_at,
      cancelledAt: window.cancelled_at,
      completedAt: window.completed_at,
    },
    now,
  );
  return {
    id: window.id,
    title: window.title,
    body: window.body,
    status,
    startsAt: window.starts_at,
    endsAt: window.ends_at,
    components: window.components.flatMap(
      ({ componentId }) => components.find((one) => one.id === componentId)?.name ?? [],
    ),
  };
}
