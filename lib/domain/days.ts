import { DAY, HOUR, type Instant, MINUTE } from "./instant.ts";
import type { Slice } from "./slices.ts";
import { downtimeMs, emptyTally, type Tally, type UptimeWeights } from "./uptime.ts";

/** A calendar day of the page's zone: 23, 24 or 25 hours long. */
export type CalendarDay = { day: string; startedAt: Instant; endedAt: Instant };

/** How a day's bar is drawn (features.md §4.3). `none`: before the component was watched. */
export const DAY_CLASSES = [
  "none",
  "unknown",
  "operational",
  "maintenance",
  "degraded",
  "minor",
  "moderate",
  "serious",
  "outage",
] as const;
export type DayClass = (typeof DAY_CLASSES)[number];

const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string): Intl.DateTimeFormat {
  let known = formats.get(timeZone);
  if (!known) {
    // Swedish writes days as ISO 8601 does.
    known = new Intl.DateTimeFormat("sv-SE", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    formats.set(timeZone, known);
  }
  return known;
}

/** The calendar day in that zone, `YYYY-MM-DD`. */
export function dayOf(at: Instant, timeZone: string): string {
  return format(timeZone).format(at);
}

/** The last `count` calendar days up to and including today's, oldest first. */
export function calendarDays(timeZone: string, now: Instant, count: number): CalendarDay[] {
  const days: CalendarDay[] = [];
  let endedAt = startOfNextDay(now, timeZone);
  for (let i = 0; i < count; i += 1) {
    const startedAt = startOfDay(endedAt - 1, timeZone);
    days.push({ day: dayOf(startedAt, timeZone), startedAt, endedAt });
    endedAt = startedAt;
  }
  return days.reverse();
}

/** The first instant of the day that `at` lies in; a zone may skip midnight. */
export function startOfDay(at: Instant, timeZone: string): Instant {
  const day = dayOf(at, timeZone);
  const usual = at + 1 - DAY;
  // Nearly every day before a midnight is 24 hours long: two looks instead of thirty.
  if (dayOf(usual, timeZone) === day && dayOf(usual - 1, timeZone) !== day) return usual;
  let before = at - 2 * DAY;
  let inside = at;
  while (inside - before > 1) {
    const middle = Math.floor((before + inside) / 2);
    if (dayOf(middle, timeZone) === day) inside = middle;
    else before = middle;
  }
  return inside;
}

function startOfNextDay(at: Instant, timeZone: string): Instant {
  const day = dayOf(at, timeZone);
  // From the day's start and by single hours: a whole day more could pass over a short one.
  let next = startOfDay(at, timeZone) + 20 * HOUR;
  while (dayOf(next, timeZone) === day) next += HOUR;
  return startOfDay(next, timeZone);
}

/** One tally per day, in one pass. Both lists are in order of time. */
export function dailyTallies(slices: readonly Slice[], days: readonly CalendarDay[]): Tally[] {
  const tallies = days.map(emptyTally);
  let first = 0;
  days.forEach((day, i) => {
    while (first < slices.length && (slices[first] as Slice).endedAt <= day.startedAt) first += 1;
    for (let j = first; j < slices.length; j += 1) {
      const slice = slices[j] as Slice;
      if (slice.startedAt >= day.endedAt) break;
      const ms = Math.min(slice.endedAt, day.endedAt) - Math.max(slice.startedAt, day.startedAt);
      if (ms > 0) (tallies[i] as Tally)[slice.status] += ms;
    }
  });
  return tallies;
}

/** The class of a day's bar by its weighted downtime: under 20, 40, 60 minutes, or more. */
export function dayClass(sums: Tally, weights: UptimeWeights = "statuspage"): DayClass {
  const total = Object.values(sums).reduce((sum, ms) => sum + ms, 0);
  if (total === 0) return "none";
  const minutes = downtimeMs(sums, weights) / MINUTE;
  if (minutes >= 60) return "outage";
  if (minutes >= 40) return "serious";
  if (minutes >= 20) return "moderate";
  if (minutes > 0) return "minor";
  if (sums.degraded_performance > 0) return "degraded";
  if (sums.under_maintenance > 0) return "maintenance";
  return sums.unknown >= total / 2 ? "unknown" : "operational";
}
