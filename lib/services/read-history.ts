import type { HistoryEntry, HistoryKind, PublicHistory } from "#lib/domain/history.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { calendarMonth, monthAfter, monthOf } from "#lib/domain/months.ts";
import { listShownComponents } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { updatesOf } from "#lib/store/incident-updates.ts";
import { firstIncidentAt, listIncidentsIn } from "#lib/store/incidents.ts";
import { listWindowsIn } from "#lib/store/maintenances.ts";
import type { Row } from "#lib/store/schema.ts";
import { readVersion } from "#lib/store/state-version.ts";
import { readPageState } from "./page-state.ts";
import { pageOrDefault, snapshotMaintenance } from "./read-page.ts";
import { worstImpact } from "./snapshot-incident.ts";

/**
 * One month of the page. Null when there is no such component, or the month is none this page can have something of.
 *
 * @param month `YYYY-MM`; null: this one.
 */
export async function readPublicHistory(
  db: Database,
  asked: { month: string | null; component: string | null; kind: HistoryKind },
  now: Instant,
): Promise<PublicHistory | null> {
  const version = await readVersion(db);
  const [page, components] = await Promise.all([pageOrDefault(db), listShownComponents(db)]);
  const component = components.find((one) => one.slug === asked.component) ?? null;
  const thisMonth = monthOf(now, page.time_zone);
  const month = asked.month ?? thisMonth;
  const [first, last] = [await firstMonth(db, components, page.time_zone, now), monthAfter(thisMonth, 1)];
  if ((asked.component !== null && !component) || month < first || month > last) return null;
  const { startedAt, endedAt } = calendarMonth(month, page.time_zone);
  const span = { from: startedAt, to: endedAt, componentId: component?.id ?? null };
  const [entries, summary] = await Promise.all([
    readEntries(db, span, components, now, asked.kind),
    readPageState(db, now),
  ]);
  return {
    page: { id: page.id, name: page.name, timeZone: page.time_zone },
    version,
    at: now,
    summary,
    month,
    startedAt,
    endedAt,
    previous: month > first ? monthAfter(month, -1) : null,
    next: month < last ? monthAfter(month, 1) : null,
    kind: asked.kind,
    component: component && { slug: component.slug, name: component.name },
    components: components.map(({ slug, name }) => ({ slug, name })),
    entries,
  };
}

/** Everything that reaches into [from, to), the newest first. `components`: those that windows may name. */
export async function readEntries(
  db: Database,
  span: Span,
  components: Row<"component">[],
  now: Instant,
  kind: HistoryKind = "all",
): Promise<HistoryEntry[]> {
  const [incidents, windows] = await Promise.all([
    kind === "maintenance" ? [] : readIncidents(db, span, now),
    kind === "incidents" ? [] : readWindows(db, span, components, now),
  ]);
  return [...incidents, ...windows].sort((a, b) => b.startedAt - a.startedAt);
}

type Span = { from: Instant; to: Instant; componentId: string | null };

async function readIncidents(db: Database, span: Span, now: Instant): Promise<HistoryEntry[]> {
  const rows = (await listIncidentsIn(db, span)).filter((row) => (row.published_at ?? now + 1) <= now);
  const updates = await updatesOf(
    db,
    rows.map((row) => row.id),
  );
  const told = Map.groupBy(updates, (update) => update.incident_id);
  return rows.map((row) => {
    const own = told.get(row.id) ?? [];
    const names = own.flatMap((update) => update.impacts.map((one) => [one.component_id, one.component_name] as const));
    return {
      kind: "incident",
      id: row.id,
      title: row.title,
      startedAt: row.started_at,
      resolvedAt: row.resolved_at,
      impact: worstImpact(row, own),
      hasPostmortem: row.has_postmortem,
      components: [...new Map(names).values()],
    };
  });
}

async function readWindows(
  db: Database,
  { from, to, componentId }: Span,
  components: Row<"component">[],
  now: Instant,
): Promise<HistoryEntry[]> {
  const windows = await listWindowsIn(db, from, to, componentId);
  return windows
    .filter((window) => (window.published_at ?? now + 1) <= now)
    .map((window) => {
      const { id, title, status, startsAt, endsAt, components: names } = snapshotMaintenance(window, components, now);
      return { kind: "maintenance", id, title, status, startedAt: startsAt, endsAt, components: names };
    });
}

/** The first month that can have something in it: since a component is watched, or of the first incident. */
async function firstMonth(
  db: Database,
  components: readonly Row<"component">[],
  timeZone: string,
  now: Instant,
): Promise<string> {
  const first = (await firstIncidentAt(db)) ?? now;
  return monthOf(Math.min(now, first, ...components.map((one) => one.monitored_since)), timeZone);
}
