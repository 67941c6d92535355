import type { Expectation } from "#lib/domain/diagnosis.ts";
import { formatDuration } from "#lib/domain/duration.ts";
import { DAY, type Instant } from "#lib/domain/instant.ts";
import { durationsOfCause } from "#lib/store/automatic-incidents.ts";
import type { Database } from "#lib/store/database.ts";

const LOOK_BACK_MS = 365 * DAY;
/** Fewer say nothing about the next one. */
const AT_LEAST = 3;

/**
 * When something of this cause is likely over, judging by how long it took before:
 * the 80th percentile of the last year, with the 50th beside it. Null with fewer
 * than three earlier incidents, or when it has already outlasted them.
 */
export async function expectedFromHistory(
  tx: Database,
  change: { cause: string | null; since: Instant },
  now: Instant,
): Promise<Expectation | null> {
  if (change.cause === null) return null;
  const durations = (await durationsOfCause(tx, change.cause, now - LOOK_BACK_MS)).toSorted((a, b) => a - b);
  if (durations.length < AT_LEAST) return null;
  const usual = percentile(durations, 0.5);
  const long = percentile(durations, 0.8);
  if (change.since + long <= now) return null;
  const range =
    formatDuration(usual) === formatDuration(long)
      ? formatDuration(long)
      : `${formatDuration(usual)} to ${formatDuration(long)}`;
  return {
    at: change.since + long,
    basis: `it usually takes ${range}, judging by ${durations.length} earlier incidents`,
  };
}

/** The value so many of the sorted values do not exceed (nearest rank). */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] as number;
}
