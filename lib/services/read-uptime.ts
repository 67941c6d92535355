import { dailyTallies } from "#lib/domain/days.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { asStretches, type CalendarMonth, calendarMonths } from "#lib/domain/months.ts";
import { slices } from "#lib/domain/slices.ts";
import { downtimeMs, formatUptime, type Tally, tally, type UptimeWeights, uptime } from "#lib/domain/uptime.ts";
import type { PublicUptime, UptimeCell, UptimeGroup, UptimeRow } from "#lib/domain/uptime-table.ts";
import { listGroups } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import type { Row } from "#lib/store/schema.ts";
import { readVersion } from "#lib/store/state-version.ts";
import { type Evidence, historyOf } from "./components-now.ts";
import { readPageState } from "./page-state.ts";
import { pageOrDefault, readShownEvidence } from "./read-page.ts";

const MONTHS = 12;

/** The past twelve months of every component, and of every group. */
export async function readPublicUptime(db: Database, now: Instant): Promise<PublicUptime> {
  const version = await readVersion(db);
  const page = await pageOrDefault(db);
  const months = calendarMonths(page.time_zone, now, MONTHS);
  const from = (months[0] as CalendarMonth).startedAt;
  const [evidence, groups, summary] = await Promise.all([
    readShownEvidence(db, from, now),
    listGroups(db),
    readPageState(db, now),
  ]);
  const rows = evidence.components.map((component) => ({
    component,
    row: uptimeRow(evidence, component, months, page.uptime_weights, now),
  }));
  const groupOf = (id: string | null, name: string | null): UptimeGroup => {
    const components = rows.filter(({ component }) => component.group_id === id).map(({ row }) => row);
    return {
      name,
      components,
      months: months.map((_, i) => mean(components.map((one) => one.months[i]?.percent ?? null))),
      whole: mean(components.map((one) => one.whole.percent)),
    };
  };
  return {
    page: { id: page.id, name: page.name, timeZone: page.time_zone },
    version,
    at: now,
    summary,
    weights: page.uptime_weights,
    months,
    groups: [groupOf(null, null), ...groups.map((group) => groupOf(group.id, group.name))].filter(
      (group) => group.components.length > 0,
    ),
  };
}

function uptimeRow(
  evidence: Evidence,
  component: Row<"component">,
  months: readonly CalendarMonth[],
  weights: UptimeWeights,
  now: Instant,
): UptimeRow {
  const from = (months[0] as CalendarMonth).startedAt;
  const cut = slices(historyOf(evidence, component, now), from, now);
  return {
    slug: component.slug,
    name: component.name,
    months: dailyTallies(cut, asStretches(months)).map((sums) => uptimeCell(sums, weights)),
    whole: uptimeCell(tally(cut), weights),
  };
}

/** The numbers of a tally. */
export function uptimeCell(sums: Tally, weights: UptimeWeights): UptimeCell {
  const { percent, coverage } = uptime(sums, weights);
  const wasWatched = Object.values(sums).some((ms) => ms > 0);
  return {
    uptime: percent === null ? null : formatUptime(percent),
    percent,
    coverage: wasWatched ? coverage : 0,
    downtimeMs: downtimeMs(sums, weights),
    majorMs: sums.major_outage,
    partialMs: sums.partial_outage,
    degradedMs: sums.degraded_performance,
    maintenanceMs: sums.under_maintenance,
    unknownMs: sums.unknown,
    wasWatched,
  };
}

function mean(percents: readonly (number | null)[]): string | null {
  const known = percents.filter((one) => one !== null);
  return known.length === 0 ? null : formatUptime(known.reduce((sum, one) => sum + one, 0) / known.length);
}
