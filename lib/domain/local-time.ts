import type { Instant } from "./instant.ts";

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;

/**
 * The instant at which a clock in `timeZone` shows `local` (as a datetime-local field says it: "2026-11-23T14:30");
 * null when it is no time. Where clocks are set back, the first of both; a time that is skipped counts on.
 */
export function instantOf(local: string, timeZone: string): Instant | null {
  const parts = LOCAL.exec(local);
  if (!parts) return null;
  const [year, month, day, hour, minute] = parts.slice(1).map(Number) as [number, number, number, number, number];
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  if (localOf(asUtc, "UTC") !== local) return null;
  const around = [asUtc - 86_400_000, asUtc + 86_400_000].map((at) => asUtc - offsetAt(at, timeZone));
  const exact = around.filter((at) => localOf(at, timeZone) === local);
  return Math.min(...(exact.length > 0 ? exact : around.slice(0, 1)));
}

/** What a datetime-local field shows of `at` in `timeZone`. */
export function localOf(at: Instant, timeZone: string): string {
  const shown = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "short",
  }).format(at);
  return shown.replace(" ", "T");
}

function offsetAt(at: Instant, timeZone: string): number {
  const minute = Math.floor(at / 60_000) * 60_000;
  return Date.parse(`${localOf(minute, timeZone)}Z`) - minute;
}
