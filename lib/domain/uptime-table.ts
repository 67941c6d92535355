import type { CalendarMonth } from "./months.ts";
import type { PageSummary } from "./page-summary.ts";
import type { PageSnapshot } from "./snapshot.ts";
import type { UptimeWeights } from "./uptime.ts";

/** How a stretch of time was, in numbers. Durations in ms. */
export type UptimeCell = {
  /** Printed, cut off to two decimals; null: nothing counted. */
  uptime: string | null;
  /** Unprinted, 0 to 100; null as above. */
  percent: number | null;
  /** Share of the time with evidence, 0 to 1. */
  coverage: number;
  /** Weighted. */
  downtimeMs: number;
  majorMs: number;
  partialMs: number;
  degradedMs: number;
  maintenanceMs: number;
  unknownMs: number;
  /** False: the component was not watched yet. */
  wasWatched: boolean;
};

/** A component by month, oldest first, and over all of them. */
export type UptimeRow = { slug: string; name: string; months: UptimeCell[]; whole: UptimeCell };
/** `months` and `whole` of a group: the mean of those of its components that have a figure. */
export type UptimeGroup = {
  name: string | null;
  components: UptimeRow[];
  months: (string | null)[];
  whole: string | null;
};

/** The past twelve months of every component, as their page draws them. */
export type PublicUptime = Pick<PageSnapshot, "page" | "version" | "at"> & {
  summary: PageSummary;
  weights: UptimeWeights;
  months: CalendarMonth[];
  groups: UptimeGroup[];
};
