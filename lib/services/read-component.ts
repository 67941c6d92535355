import type {
  ChartPoint,
  ChartSeries,
  DayCard,
  PublicComponent,
  PublicCorrection,
} from "#lib/domain/component-past.ts";
import { type CalendarDay, calendarDays, dailyTallies, dayClass } from "#lib/domain/days.ts";
import { DAY, HOUR, type Instant, MINUTE } from "#lib/domain/instant.ts";
import { addRollUp, emptyRollUp, percentile, type RollUp } from "#lib/domain/samples.ts";
import { type Slice, slices } from "#lib/domain/slices.ts";
import { tally, type UptimeWeights } from "#lib/domain/uptime.ts";
import { findComponent } from "#lib/store/components.ts";
import { correctionsOf } from "#lib/store/corrections.ts";
import type { Database } from "#lib/store/database.ts";
import { samplesSince } from "#lib/store/samples.ts";
import type { Row } from "#lib/store/schema.ts";
import type { SampleStep } from "#lib/store/schema-page.ts";
import { readVersion } from "#lib/store/state-version.ts";
import { componentsNow, type Evidence, historyOf } from "./components-now.ts";
import { readEntries } from "./read-history.ts";
import { pageOrDefault, readEvidence } from "./read-page.ts";
import { uptimeCell } from "./read-uptime.ts";

const BAR_DAYS = 90;
const YEAR_MS = 365 * DAY;

/** One component with its past. Null when there is none by this slug, or it is archived or hidden. */
export async function readPublicComponent(db: Database, slug: string, now: Instant): Promise<PublicComponent | null> {
  const version = await readVersion(db);
  const row = await findComponent(db, slug);
  if (!row || row.archived_at !== null || row.hidden_at !== null || row.slug !== slug) return null;
  const page = await pageOrDefault(db);
  const days = calendarDays(page.time_zone, now, BAR_DAYS);
  const first = (days[0] as CalendarDay).startedAt;
  const evidence = await readEvidence(db, now - YEAR_MS, now, row.id);
  const [component] = componentsNow(evidence, days, page.uptime_weights, now);
  if (!component) return null;
  const cut = slices(historyOf(evidence, row, now), now - YEAR_MS, now);
  const [entries, charts, corrections] = await Promise.all([
    readEntries(db, { from: first, to: now + 30 * DAY, componentId: row.id }, evidence.components, now),
    readCharts(db, evidence, now),
    correctionsOf(db, row.id),
  ]);
  return {
    page: { id: page.id, name: page.name, timeZone: page.time_zone },
    version,
    at: now,
    component,
    weights: page.uptime_weights,
    summary: { tone: component.status },
    watchedSince: row.monitored_since,
    days: cardsOf(cut, days, page.uptime_weights),
    spans: ([7, 30, 90, 365] as const).map((count) => ({
      days: count,
      cell: uptimeCell(tally(since(cut, now - count * DAY)), page.uptime_weights),
    })),
    entries,
    charts,
    corrections: corrections.filter((one) => one.ended_at > now - YEAR_MS).map(publicCorrection),
  };
}

function cardsOf(cut: readonly Slice[], days: readonly CalendarDay[], weights: UptimeWeights): DayCard[] {
  return dailyTallies(cut, days).map((sums, i) => ({
    ...(days[i] as CalendarDay),
    class: dayClass(sums, weights),
    cell: uptimeCell(sums, weights),
  }));
}

function since(cut: readonly Slice[], from: Instant): Slice[] {
  return cut
    .filter((slice) => slice.endedAt > from)
    .map((slice) => ({ ...slice, startedAt: Math.max(slice.startedAt, from) }));
}

function publicCorrection(row: Row<"correction">): PublicCorrection {
  return {
    id: row.id,
    status: row.status,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    reason: row.reason,
    madeAt: row.created_at,
    withdrawnAt: row.withdrawn_at,
  };
}

type Span = { span: ChartSeries["span"]; step: SampleStep; reachMs: number; pointMs: number };

const SPANS: readonly Span[] = [
  { span: "day", step: "minute", reachMs: DAY, pointMs: 15 * MINUTE },
  { span: "quarter", step: "hour", reachMs: BAR_DAYS * DAY, pointMs: 12 * HOUR },
];

async function readCharts(db: Database, { components, monitors }: Evidence, now: Instant): Promise<ChartSeries[]> {
  const ids = monitors.filter((one) => one.componentIds.includes(components[0]?.id ?? "")).map((one) => one.id);
  const charts: ChartSeries[] = [];
  for (const metric of ["latency", "queue_wait"] as const) {
    for (const { span, step, reachMs, pointMs } of SPANS) {
      const end = now - (now % pointMs) + pointMs;
      const samples = await samplesSince(db, { monitorIds: ids, metric, step }, end - reachMs);
      const points = pointsOf(samples, { end, reachMs, pointMs });
      if (points.filter((point) => point.typical !== null).length > 1) charts.push({ metric, span, points });
    }
  }
  return charts;
}

function pointsOf(
  samples: readonly { at: Instant; rollUp: RollUp }[],
  { end, reachMs, pointMs }: { end: Instant; reachMs: number; pointMs: number },
): ChartPoint[] {
  const sums = Array.from({ length: reachMs / pointMs }, emptyRollUp);
  for (const { at, rollUp } of samples) {
    const sum = sums[Math.floor((at - (end - reachMs)) / pointMs)];
    if (sum) addRollUp(sum, rollUp);
  }
  return sums.map((sum, i) => ({
    at: end - reachMs + i * pointMs,
    typical: percentile(sum, 0.5),
    slow: percentile(sum, 0.95),
  }));
}
