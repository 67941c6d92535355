import type { DayClass } from "#lib/domain/days.ts";
import { formatDay } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { SnapshotDay } from "#lib/domain/snapshot.ts";

/** Neighbouring days that are drawn alike: one rectangle filled with the bar of their class. */
export type BarRun = { first: number; count: number; class: DayClass; title: string | null };

const SILENT: Partial<Record<DayClass, string>> = {
  none: "not watched yet",
  unknown: "not measured",
  maintenance: "planned work",
};

/** The bars in as few pieces as they can be told in: a day with something to say is a piece of its own. */
export function barRuns(days: readonly SnapshotDay[], now: Instant): BarRun[] {
  const runs: BarRun[] = [];
  days.forEach((day, i) => {
    const last = runs.at(-1);
    if (last && last.class === day.class && day.text === null && days[i - 1]?.text === null) last.count += 1;
    else runs.push({ first: i, count: 1, class: day.class, title: null });
  });
  return runs.map((run) => ({ ...run, title: titleOf(run, days, now) }));
}

function titleOf(run: BarRun, days: readonly SnapshotDay[], now: Instant): string | null {
  const first = days[run.first];
  const last = days[run.first + run.count - 1];
  if (!first || !last || run.class === "operational") return null;
  const what = first.text ?? SILENT[run.class] ?? "disturbed";
  const from = dayName(first.day, now);
  return run.count === 1 ? `${from}: ${what}` : `${from} to ${dayName(last.day, now)}: ${what}`;
}

/** "22 Nov": the day is a calendar day already, so its midnight is read as UTC's. */
export function dayName(day: string, now: Instant): string {
  return formatDay(Date.parse(day), "UTC", now);
}
