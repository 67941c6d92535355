import type { DayClass } from "#lib/domain/days.ts";
import type { SnapshotDay } from "#lib/domain/snapshot.ts";
import type { Key } from "#lib/words/words.ts";
import { spentOf } from "./month-words.ts";
import type { View } from "./view.ts";

/** Neighbouring days that are drawn alike: one rectangle filled with the bar of their class. */
export type BarRun = { first: number; count: number; class: DayClass; title: string | null };

const SILENT: Partial<Record<DayClass, Key>> = {
  none: "bars.notWatched",
  unknown: "bars.notMeasured",
  maintenance: "bars.planned",
};

/** The bars in as few pieces as they can be told in: a day with something to say is a piece of its own. */
export function barRuns(days: readonly SnapshotDay[], view: View): BarRun[] {
  const runs: BarRun[] = [];
  days.forEach((day, i) => {
    const last = runs.at(-1);
    if (last && last.class === day.class && day.text === null && days[i - 1]?.text === null) last.count += 1;
    else runs.push({ first: i, count: 1, class: day.class, title: null });
  });
  return runs.map((run) => ({ ...run, title: titleOf(run, days, view) }));
}

function titleOf(run: BarRun, days: readonly SnapshotDay[], view: View): string | null {
  const first = days[run.first];
  const last = days[run.first + run.count - 1];
  if (!first || !last || run.class === "operational") return null;
  const { words } = view;
  const what = first.text === null ? words.say(SILENT[run.class] ?? "bars.disturbed") : spentOf(first, words);
  const from = dayName(first.day, view);
  if (run.count === 1) return words.say("bars.day", { day: from, what });
  return words.say("bars.days", { from, to: dayName(last.day, view), what });
}

/** "22 Nov": the day is a calendar day already, so its midnight is read as UTC's. */
export function dayName(day: string, { words, at }: Pick<View, "words" | "at">): string {
  return words.day(Date.parse(day), "UTC", at);
}
