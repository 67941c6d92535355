import { MINUTE } from "./instant.ts";
import type { Slice } from "./slices.ts";
import type { EffectiveStatus } from "./status.ts";

/** Milliseconds per status. */
export type Tally = Record<EffectiveStatus, number>;

/** How much of a partial outage and of a degradation counts as downtime. `statuspage` is comparable with the industry. */
export const UPTIME_WEIGHTS = {
  statuspage: { partial: 0.3, degraded: 0 },
  strict: { partial: 1, degraded: 0 },
  half: { partial: 0.5, degraded: 0 },
} as const;
export type UptimeWeights = keyof typeof UPTIME_WEIGHTS;

export function emptyTally(): Tally {
  return {
    operational: 0,
    under_maintenance: 0,
    degraded_performance: 0,
    partial_outage: 0,
    major_outage: 0,
    unknown: 0,
  };
}

export function tally(slices: readonly Slice[]): Tally {
  const sums = emptyTally();
  for (const slice of slices) sums[slice.status] += slice.endedAt - slice.startedAt;
  return sums;
}

/** Weighted downtime in milliseconds (features.md §4.2 rule 4). */
export function downtimeMs(sums: Tally, weights: UptimeWeights): number {
  const weight = UPTIME_WEIGHTS[weights];
  return sums.major_outage + weight.partial * sums.partial_outage + weight.degraded * sums.degraded_performance;
}

export type Uptime = {
  /** 0 to 100; null when less than a minute counts. Maintenance and unknown time are in neither part. */
  percent: number | null;
  /** Share of the window with evidence, 0 to 1; 1 for an empty window. */
  coverage: number;
  downtimeMs: number;
};

/** Uptime exactly as features.md §4.2: what was not observed is unknown, not up. */
export function uptime(sums: Tally, weights: UptimeWeights = "statuspage"): Uptime {
  const total = Object.values(sums).reduce((sum, ms) => sum + ms, 0);
  const down = downtimeMs(sums, weights);
  const counted = total - sums.under_maintenance - sums.unknown;
  return {
    percent: counted < MINUTE ? null : 100 * (1 - down / counted),
    coverage: total === 0 ? 1 : 1 - sums.unknown / total,
    downtimeMs: down,
  };
}

/**
 * Cuts off, never rounds up: "99.99" for 99.9999. 100 is only printed without
 * any downtime, 0 only without any uptime.
 */
export function formatUptime(percent: number, digits = 2): string {
  const unit = 10 ** digits;
  const cut = Math.floor(percent * unit + 1e-8) / unit;
  if (cut === 100 && percent < 100) return ((100 * unit - 1) / unit).toFixed(digits);
  if (cut === 0 && percent > 0) return (1 / unit).toFixed(digits);
  return cut === 100 ? "100" : cut.toFixed(digits);
}
