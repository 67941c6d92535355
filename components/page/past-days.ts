import { calendarDays, dayOf } from "#lib/domain/days.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { PastIncident } from "#lib/domain/snapshot.ts";

/** A line of the past: an incident, or days in a row without any. */
export type PastLine = { kind: "incident"; incident: PastIncident } | { kind: "calm"; from: string; to: string };

type Trouble = { startedAt: Instant; resolvedAt: Instant | null };

/**
 * The last days, newest first: an incident stands at the day it ended; days that none touched are told together.
 *
 * @param ongoing what is open now: its days are not calm, and it is told elsewhere.
 */
export function pastDays(
  past: readonly PastIncident[],
  ongoing: readonly Trouble[],
  timeZone: string,
  now: Instant,
  count: number,
): PastLine[] {
  const lines: PastLine[] = [];
  const left = [...past].sort((a, b) => b.resolvedAt - a.resolvedAt);
  let canExtend = false;
  for (const day of calendarDays(timeZone, now, count).reverse()) {
    const touches = (one: Trouble) => one.startedAt < day.endedAt && (one.resolvedAt ?? now) >= day.startedAt;
    const isCalm = ![...past, ...ongoing].some(touches);
    const last = lines.at(-1);
    if (isCalm && canExtend && last?.kind === "calm") last.from = day.day;
    else if (isCalm) lines.push({ kind: "calm", from: day.day, to: day.day });
    canExtend = isCalm;
    while (left[0] && dayOf(left[0].resolvedAt, timeZone) >= day.day) {
      lines.push({ kind: "incident", incident: left.shift() as PastIncident });
    }
  }
  return [...lines, ...left.map((incident): PastLine => ({ kind: "incident", incident }))];
}
