import type { Instant } from "#lib/domain/instant.ts";
import type { SnapshotComponent } from "#lib/domain/snapshot.ts";
import { dayName } from "./bar-runs.ts";

/** From this share of the time on, a figure stands for all of it. */
export const COVERED_ENOUGH = 0.99;

/** "99.62% uptime" over all the bars, or since the day it is watched; says so when there is no figure. */
export function uptimeWords({ uptime, days }: Pick<SnapshotComponent, "uptime" | "days">, now: Instant): string {
  if (uptime === null) return "No uptime figure yet";
  const first = days.find((day) => day.class !== "none");
  if (!first || first === days[0]) return `${uptime}% uptime`;
  return first === days.at(-1) ? `${uptime}% uptime today` : `${uptime}% uptime since ${dayName(first.day, now)}`;
}

/** Said when a good part of the time was not measured; null when the figure stands for nearly all of it. */
export function coverageWords({ uptime, coverage }: Pick<SnapshotComponent, "uptime" | "coverage">): string | null {
  if (uptime === null || coverage >= COVERED_ENOUGH) return null;
  return `based on ${Math.floor(coverage * 1000) / 10}% of the period`;
}
