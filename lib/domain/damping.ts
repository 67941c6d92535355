import { type Instant, MINUTE } from "./instant.ts";
import type { Observation } from "./observation.ts";
import type { RoleImpacts } from "./role.ts";
import { type ImpactStatus, severity } from "./status.ts";

/** A monitor's damped opinion (features.md §5.6). Plain JSON. It is stale once `observedAt` is too long ago. */
export type Signal = {
  state: "healthy" | "suspect" | "failing" | "recovering";
  /** What it says to the outside; null while that is not known yet. */
  status: ImpactStatus | null;
  cause: string | null;
  /** What the status means by role; a role that is missing has `status`. */
  impacts?: RoleImpacts;
  /** When that status began: the first observation that contributed to it. */
  since: Instant;
  /** The latest observations, in a row, that did not agree with `status`; oldest first. */
  doubts: Doubt[];
  /** The last observation that could be judged. */
  observedAt: Instant;
  /** Only while nothing is known after a gap: where the gap began. */
  staleFrom?: Instant;
};

type Doubt = { status: ImpactStatus; cause: string | null; impacts?: RoleImpacts; since: Instant };

/** How many agreeing observations make it worse or better, and how long one stays evidence. */
export type DampingRules = { downAfter: number; upAfter: number; staleAfterMs: number };

export type SignalChange = {
  status: ImpactStatus;
  cause: string | null;
  impacts?: RoleImpacts;
  since: Instant;
  /** Set when nobody had looked for a while: from then until `since` nothing is known. */
  staleFrom: Instant | null;
};

/**
 * Takes in one observation. `change` is what became true by it; null when nothing did.
 *
 * A change needs `downAfter` (worse) or `upAfter` (better) observations in a row,
 * goes as far as all of them agree, and begins at the first of them. One that the
 * probe has confirmed itself is enough. What could not be judged counts for nothing.
 * After a gap nothing is known: then the first good observation is enough, and so
 * is one that finds what was found before the gap.
 */
export function observe(
  signal: Signal | null,
  seen: Observation,
  rules: DampingRules,
): { signal: Signal | null; change: SignalChange | null } {
  if (seen.status === null) return { signal, change: null };
  const found: Doubt = { status: seen.status, cause: seen.cause, since: Math.min(seen.since ?? seen.at, seen.at) };
  if (seen.impacts) found.impacts = seen.impacts;
  const isStale = signal !== null && seen.at - signal.observedAt > rules.staleAfterMs;
  const before = signal === null || isStale ? nothingKnown(signal, found.since) : signal;
  if (found.status === before.status && (found.status === "operational" || found.cause === before.cause)) {
    return { signal: settled({ ...found, since: before.since }, seen.at), change: null };
  }
  const doubts = [...before.doubts, found].slice(-Math.max(rules.downAfter, rules.upAfter));
  const isEnough = seen.confirmed || (before.status === null && isPlain(found, isStale ? signal : null));
  const next = isEnough ? found : agreed(before, doubts, rules);
  if (next === null) {
    return { signal: { ...before, state: stateOf(before.status, found), doubts, observedAt: seen.at }, change: null };
  }
  const { began, further } = split(before, next, doubts);
  const since = Math.max(began, before.since);
  const reached = { ...next, since };
  const change = { ...reached, staleFrom: before.staleFrom ?? null };
  return { signal: { ...settled(reached, seen.at), doubts: further }, change };
}

function nothingKnown(last: Signal | null, since: Instant): Signal {
  const blank: Signal = { state: "suspect", status: null, cause: null, since, doubts: [], observedAt: since };
  if (last === null) return blank;
  // A monitor that never spoke left no gap behind.
  const staleFrom = last.status === null ? last.staleFrom : last.observedAt;
  return staleFrom === undefined ? blank : { ...blank, since: staleFrom, staleFrom };
}

/** Whether one look is enough where nothing is known: all is well, or it is as it was before the gap. */
function isPlain(found: Doubt, last: Signal | null): boolean {
  return found.status === "operational" || found.status === last?.status;
}

/** What enough doubts in a row agree on: the mildest change that all of them support; null when they do not. */
function agreed(before: Signal, doubts: readonly Doubt[], rules: DampingRules): Doubt | null {
  const level = severity(before.status ?? "operational");
  const enough = (count: number, agrees: (doubt: Doubt) => boolean): Doubt[] => {
    const latest = doubts.slice(-Math.max(count, 1));
    return latest.length >= count && latest.every(agrees) ? latest : [];
  };
  const mildest = (all: Doubt[], sign: 1 | -1) =>
    all.reduceRight((a, b) => (sign * (severity(b.status) - severity(a.status)) < 0 ? b : a));
  const worse = enough(rules.downAfter, (doubt) => severity(doubt.status) > level);
  if (worse.length > 0) return mildest(worse, 1);
  const better = enough(rules.upAfter, (doubt) => severity(doubt.status) < level);
  if (better.length > 0) return mildest(better, -1);
  const cause = doubts.at(-1)?.cause;
  const other = enough(rules.downAfter, (doubt) => severity(doubt.status) === level && doubt.cause === cause);
  return other.at(-1) ?? null;
}

/** When the doubts that led to `next` began, and those after it that already go further. */
function split(before: Signal, next: Doubt, doubts: readonly Doubt[]): { began: Instant; further: Doubt[] } {
  const sign = Math.sign(severity(next.status) - severity(before.status ?? "operational"));
  const isLike = (doubt: Doubt) => doubt.status === next.status && doubt.cause === next.cause;
  const supports = (doubt: Doubt) =>
    sign === 0 ? isLike(doubt) : sign * (severity(doubt.status) - severity(next.status)) >= 0;
  const row = doubts.slice(doubts.findLastIndex((doubt) => !supports(doubt)) + 1);
  return {
    began: Math.min(...row.map((doubt) => doubt.since)),
    further: doubts.slice(doubts.findLastIndex(isLike) + 1),
  };
}

function settled(reached: Doubt, observedAt: Instant): Signal {
  return { ...reached, state: reached.status === "operational" ? "healthy" : "failing", doubts: [], observedAt };
}

function stateOf(status: ImpactStatus | null, found: Doubt): Signal["state"] {
  if (status === null || status === "operational") return "suspect";
  return severity(found.status) < severity(status) ? "recovering" : "failing";
}

/** Three changes within a minute: it comes and goes, and one story is told of it (redis.md §5). */
export function isFlapping(changes: readonly Instant[], now: Instant): boolean {
  return changes.filter((at) => now - at <= MINUTE).length >= 3;
}
