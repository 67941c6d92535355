import type { SnapshotComponent } from "#lib/domain/snapshot.ts";
import { dayName } from "./bar-runs.ts";
import type { View } from "./view.ts";

/** From this share of the time on, a figure stands for all of it. */
export const COVERED_ENOUGH = 0.99;

/** "99.62% uptime" over all the bars, or since the day it is watched; says so when there is no figure. */
export function uptimeWords({ uptime: printed, days }: Pick<SnapshotComponent, "uptime" | "days">, view: View): string {
  const { words } = view;
  if (printed === null) return words.say("uptime.none");
  const uptime = words.percent(printed);
  const first = days.find((day) => day.class !== "none");
  if (!first || first === days[0]) return words.say("uptime.figure", { uptime });
  if (first === days.at(-1)) return words.say("uptime.today", { uptime });
  return words.say("uptime.since", { uptime, day: dayName(first.day, view) });
}

/** Said when a good part of the time was not measured; null when the figure stands for nearly all of it. */
export function coverageWords(
  { uptime, coverage }: Pick<SnapshotComponent, "uptime" | "coverage">,
  { words }: View,
): string | null {
  if (uptime === null || coverage >= COVERED_ENOUGH) return null;
  return words.say("uptime.coverage", { share: words.percent(String(Math.floor(coverage * 1000) / 10)) });
}
