import { startOfDay } from "./days.ts";
import { DAY, HOUR, type Instant, MINUTE } from "./instant.ts";

/** Measurements of one stretch of time, added up. `buckets`: how many fell into each, by its number. */
export type RollUp = { count: number; sum: number; max: number; buckets: Record<number, number> };

/** How long roll-ups of each step are kept; days are kept for ever. */
export const KEPT_MS = { minute: 2 * DAY, hour: 100 * DAY } as const;

// Each bucket is a tenth wider than the one before: a percentile read from them is off by five per cent at most.
const GROWTH = 1.1;
const LEAST_MS = 0.1;

export function emptyRollUp(): RollUp {
  return { count: 0, sum: 0, max: 0, buckets: {} };
}

/** Adds one measurement, in ms. */
export function addSample(to: RollUp, ms: number): void {
  const value = Math.max(0, ms);
  to.count += 1;
  to.sum += value;
  to.max = Math.max(to.max, value);
  const bucket = value <= LEAST_MS ? 0 : Math.ceil(Math.log(value / LEAST_MS) / Math.log(GROWTH));
  to.buckets[bucket] = (to.buckets[bucket] ?? 0) + 1;
}

/** Adds everything of another roll-up. */
export function addRollUp(to: RollUp, other: RollUp): void {
  to.count += other.count;
  to.sum += other.sum;
  to.max = Math.max(to.max, other.max);
  for (const [bucket, count] of Object.entries(other.buckets))
    to.buckets[Number(bucket)] = (to.buckets[Number(bucket)] ?? 0) + count;
}

/** The value in ms that the share `q` of all measurements does not exceed; null when there are none. */
export function percentile(of: RollUp, q: number): number | null {
  if (of.count === 0) return null;
  let left = Math.max(1, Math.ceil(q * of.count));
  const numbers = Object.keys(of.buckets).map(Number);
  for (const bucket of numbers.sort((a, b) => a - b)) {
    left -= of.buckets[bucket] ?? 0;
    if (left > 0) continue;
    const top = LEAST_MS * GROWTH ** bucket;
    return bucket === 0 ? Math.min(top / 2, of.max) : Math.min((top + top / GROWTH) / 2, of.max);
  }
  return of.max;
}

/** When the stretch of this step began in which `at` lies; a day begins at the zone's midnight. */
export function startOfStep(step: "minute" | "hour" | "day", at: Instant, timeZone: string): Instant {
  if (step === "minute") return at - (at % MINUTE);
  if (step === "hour") return at - (at % HOUR);
  return startOfDay(at, timeZone);
}
