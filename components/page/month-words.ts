import { formatDuration } from "#lib/domain/duration.ts";
import { COVERED_ENOUGH } from "./uptime-words.ts";

const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const SHORT = new Intl.DateTimeFormat("en-GB", { month: "short", year: "2-digit", timeZone: "UTC" });

/** "November 2026" of "2026-11". */
export function monthName(month: string): string {
  return MONTH.format(Date.parse(`${month}-01`));
}

/** "Nov 26" of "2026-11". */
export function shortMonth(month: string): string {
  return SHORT.format(Date.parse(`${month}-01`));
}

type Spent = { downtimeMs: number; degradedMs: number; maintenanceMs: number; unknownMs: number; coverage: number };

/**
 * What a stretch of time had besides being up: "12 minutes down", "3 h degraded", "1 hour planned work". Nothing is
 * said of what lasted under a second.
 */
export function spentWords({ downtimeMs, degradedMs, maintenanceMs, unknownMs, coverage }: Spent): string[] {
  const parts: [number, string][] = [
    [downtimeMs, "down"],
    [degradedMs, "degraded"],
    [maintenanceMs, "planned work"],
    [coverage < COVERED_ENOUGH ? unknownMs : 0, "not measured"],
  ];
  return parts.filter(([ms]) => ms >= 1000).map(([ms, word]) => `${formatDuration(ms)} ${word}`);
}

/** "12 min down" of "12 minutes down": for tables. */
export function shortly(words: string): string {
  return words
    .replace(/ (minute|second|hour)s?\b/, (_, unit: string) => ` ${{ minute: "min", second: "s", hour: "h" }[unit]}`)
    .replace("planned work", "planned");
}
