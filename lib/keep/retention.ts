import { DAY, type Instant } from "#lib/domain/instant.ts";

/** How many of the newest days, weeks and months keep a backup. */
const KEPT = { days: 7, weeks: 4, months: 12 };

/**
 * Which backups to let go: of each of the last 7 days, 4 weeks and 12 months
 * that have any, the newest stays. Everything else goes; the newest never does.
 */
export function superfluous<Backup extends { madeAt: Instant }>(backups: readonly Backup[]): Backup[] {
  const newestFirst = backups.toSorted((a, b) => b.madeAt - a.madeAt);
  const kept = new Set([
    ...newestOfEach(newestFirst, (at) => Math.floor(at / DAY), KEPT.days),
    // Weeks begin on Monday: 1970-01-01 was a Thursday.
    ...newestOfEach(newestFirst, (at) => Math.floor((at / DAY + 3) / 7), KEPT.weeks),
    ...newestOfEach(newestFirst, (at) => new Date(at).toISOString().slice(0, 7), KEPT.months),
  ]);
  return newestFirst.filter((one) => !kept.has(one));
}

function newestOfEach<Backup extends { madeAt: Instant }>(
  newestFirst: readonly Backup[],
  period: (at: Instant) => number | string,
  count: number,
): Backup[] {
  const first = new Map<number | string, Backup>();
  for (const one of newestFirst) {
    const key = period(one.madeAt);
    if (!first.has(key)) first.set(key, one);
  }
  return [...first.values()].slice(0, count);
}
