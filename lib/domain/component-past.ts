import type { CalendarDay } from "./days.ts";
import type { HistoryEntry } from "./history.ts";
import type { Instant } from "./instant.ts";
import type { PageSummary } from "./page-summary.ts";
import type { PageSnapshot, SnapshotComponent } from "./snapshot.ts";
import type { ImpactStatus } from "./status.ts";
import type { UptimeWeights } from "./uptime.ts";
import type { UptimeCell } from "./uptime-table.ts";

/** What happened on one day, for its card. */
export type DayCard = CalendarDay & Pick<SnapshotComponent["days"][number], "class"> & { cell: UptimeCell };

/** One point of a chart; null: nothing was measured. In ms. */
export type ChartPoint = { at: Instant; typical: number | null; slow: number | null };
/** What is drawn of one metric: over a day, or over 90. */
export type ChartSeries = { metric: "latency" | "queue_wait"; span: "day" | "quarter"; points: ChartPoint[] };

/** What a component really was, said afterwards. */
export type PublicCorrection = {
  id: string;
  status: ImpactStatus;
  startedAt: Instant;
  endedAt: Instant;
  reason: string;
  madeAt: Instant;
  withdrawnAt: Instant | null;
};

/** One component and its past, as its page draws them. */
export type PublicComponent = Pick<PageSnapshot, "page" | "version" | "at"> & {
  component: SnapshotComponent;
  weights: UptimeWeights;
  summary: Pick<PageSummary, "tone">;
  watchedSince: Instant;
  /** Of the past 90 days, oldest first. */
  days: DayCard[];
  spans: { days: 7 | 30 | 90 | 365; cell: UptimeCell }[];
  /** Of the past 90 days, newest first. */
  entries: HistoryEntry[];
  /** Those with something to draw. */
  charts: ChartSeries[];
  /** Of the past year, newest first. */
  corrections: PublicCorrection[];
};
