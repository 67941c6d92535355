import { HOUR, type Instant, MINUTE } from "./instant.ts";
import type { DrainForecast, Rates } from "./queue.ts";

/** A mean that forgets: what was measured one window ago weighs 1/e of what is measured now. */
export type Fading = {
  /** Milliseconds it rests on, faded. */
  weight: number;
  sum: number;
  squares: number;
  weightSquares: number;
};

/** The same thing over 1, 5 and 15 minutes. */
export type FadingRates = Record<keyof Rates, Fading>;

const NOTHING: Fading = { weight: 0, sum: 0, squares: 0, weightSquares: 0 };
export const NO_RATES: FadingRates = { one: NOTHING, five: NOTHING, fifteen: NOTHING };

const WINDOWS = { one: MINUTE, five: 5 * MINUTE, fifteen: 15 * MINUTE } as const;
/** Two-sided 90 %. */
const Z = 1.645;
/** A mean of fewer looks says nothing of its own variance. */
const LOOKS_AT_LEAST = 4;
/** Fewer are gone before anyone has read a forecast. */
const WORTH_A_FORECAST = 5;
/** Further ahead nothing goes on as now. */
const HORIZON_MS = 24 * HOUR;

/** Takes in that `count` things happened (or a net of so many) in `spanMs`. */
export function fadeIn(rates: FadingRates, count: number, spanMs: number): FadingRates {
  return {
    one: faded(rates.one, count, spanMs, WINDOWS.one),
    five: faded(rates.five, count, spanMs, WINDOWS.five),
    fifteen: faded(rates.fifteen, count, spanMs, WINDOWS.fifteen),
  };
}

function faded(before: Fading, count: number, spanMs: number, windowMs: number): Fading {
  const left = Math.exp(-spanMs / windowMs);
  const rate = count / spanMs;
  return {
    weight: before.weight * left + spanMs,
    sum: before.sum * left + count,
    squares: before.squares * left + spanMs * rate * rate,
    weightSquares: before.weightSquares * left * left + spanMs * spanMs,
  };
}

/** A minute's worth; null before the first look. */
export function perMinute(rates: FadingRates): Rates | null {
  if (rates.one.weight === 0) return null;
  const of = (one: Fading) => Math.round((one.sum / one.weight) * MINUTE * 100) / 100;
  return { one: of(rates.one), five: of(rates.five), fifteen: of(rates.fifteen) };
}

/**
 * When a backlog is worked off, from what finished less what arrived.
 *
 * Of the three windows it believes the one whose mean is surest for its size:
 * after a turn (the workers are back) that is the short one, in steady work the
 * long one. The band is 90 % wide and holds both the doubt about the mean and
 * the jitter still to come. Null when the backlog is small, does not shrink for
 * sure, or would take longer than a day.
 */
export function forecastDrain(
  of: { depth: number; net: FadingRates; arrivals: FadingRates; completions: FadingRates },
  now: Instant,
): DrainForecast | null {
  if (of.depth < WORTH_A_FORECAST) return null;
  const candidates = (Object.keys(WINDOWS) as (keyof Rates)[])
    .map((window) => ({ window, ...drainAt(of.net[window], of.depth) }))
    .filter((one) => one.rate > one.error && of.depth / one.rate <= HORIZON_MS)
    .toSorted((a, b) => a.error / a.rate - b.error / b.rate);
  const [best] = candidates;
  if (!best) return null;
  const takesMs = of.depth / best.rate;
  const slowest = best.rate - Z * best.error;
  const latestMs = slowest > 0 && of.depth / slowest <= HORIZON_MS ? of.depth / slowest : null;
  const finish = perMinute(of.completions)?.[best.window] ?? 0;
  const arrive = perMinute(of.arrivals)?.[best.window] ?? 0;
  return {
    at: Math.round(now + takesMs),
    earliest: Math.round(now + of.depth / (best.rate + Z * best.error)),
    latest: latestMs === null ? null : Math.round(now + latestMs),
    basis: `${of.depth} jobs wait, about ${rounded(finish)} a minute finish and ${rounded(arrive)} arrive`,
  };
}

/** Jobs less per millisecond, and how far that may be off for a backlog of that depth. */
function drainAt({ weight, sum, squares, weightSquares }: Fading, depth: number): { rate: number; error: number } {
  const looks = weight === 0 ? 0 : (weight * weight) / weightSquares;
  const rate = weight === 0 ? 0 : sum / weight;
  if (looks < LOOKS_AT_LEAST || rate <= 0) return { rate, error: Number.POSITIVE_INFINITY };
  const variance = Math.max(0, squares / weight - rate * rate);
  const spanMs = weightSquares / weight;
  const ofMean = variance / (looks - 1);
  const stillToCome = (variance * spanMs) / (depth / rate);
  return { rate, error: Math.sqrt(ofMean + stillToCome) };
}

function rounded(rate: number): string {
  return rate >= 10 || rate === 0 ? rate.toFixed(0) : rate.toFixed(1).replace(/\.0$/, "");
}
