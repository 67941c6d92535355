import { type CalendarDay, dayOf } from "./days.ts";
import type { Instant } from "./instant.ts";
import { instantOf } from "./local-time.ts";

/** A calendar month of the page's zone, "2026-11". */
export type CalendarMonth = { month: string; startedAt: Instant; endedAt: Instant };

/** The month in that zone, `YYYY-MM`. */
export function monthOf(at: Instant, timeZone: string): string {
  return dayOf(at, timeZone).slice(0, 7);
}

/** The month so many months later, or earlier when `by` is negative. */
export function monthAfter(month: string, by: number): string {
  const [year, index] = month.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, index - 1 + by)).toISOString().slice(0, 7);
}

/** Where a month begins and ends in that zone. `month` must be one. */
export function calendarMonth(month: string, timeZone: string): CalendarMonth {
  const beginning = (of: string) => instantOf(`${of}-01T00:00`, timeZone) as Instant;
  return { month, startedAt: beginning(month), endedAt: beginning(monthAfter(month, 1)) };
}

/** The last `count` months up to and including today's, oldest first. */
export function calendarMonths(timeZone: string, now: Instant, count: number): CalendarMonth[] {
  const last = monthOf(now, timeZone);
  return Array.from({ length: count }, (_, i) => calendarMonth(monthAfter(last, i - count + 1), timeZone));
}

/** Months as the stretches that tallies are made of. */
export function asStretches(months: readonly CalendarMonth[]): CalendarDay[] {
  return months.map(({ month, startedAt, endedAt }) => ({ day: month, startedAt, endedAt }));
}
