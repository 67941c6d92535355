import { type Instant, MINUTE } from "./instant.ts";
import type { Observation } from "./observation.ts";
import type { ImpactStatus } from "./status.ts";

/** A monitor's damped opinion (features.md §5.6). Plain JSON. */
export type Signal = {
  state: "healthy" | "suspect" | "failing" | "recovering";
  /** What it says to the outside; null before the first observation. */
  status: ImpactStatus | null;
  cause: string | null;
  /** When that status began: the first observation that contributed to it. */
  since: Instant;
  /** Observations in a row that disagree with `status`, agreeing with each other. */
  pending: { status: ImpactStatus; cause: string | null; since: Instant; count: number } | null;
  /** The last observation that could be judged. */
  observedAt: Instant;
};

export type DampingRules = { downAfter: number; upAfter: number; staleAfterMs: number };

export type SignalChange = {
  status: ImpactStatus;
  cause: string | null;
  since: Instant;
  /** Set when nobody had looked for a while: from then until `since` nothing is known. */
  staleFrom: Instant | null;
};

/**
 * Takes in one observation. `change` is what became true by it; null when nothing did.
 *
 * A change needs `downAfter` (worse) or `upAfter` (better) agreeing observations,
 * or one that the probe has confirmed itself, and begins at the first of them.
 * What could not be judged counts for nothing.
 */
export function observe(
  signal: Signal | null,
  seen: Observation,
  rules: DampingRules,
): { signal: Signal | null; change: SignalChange | null } {
  if (seen.status === null) return { signal, change: null };
  const status = seen.status;
  const stale = signal !== null && seen.at - signal.observedAt > rules.staleAfterMs;
  if (signal === null || signal.status === null || stale) {
    const since = stale ? seen.at : (seen.since ?? seen.at);
    const fresh = settled(status, seen.cause, since, seen.at);
    return {
      signal: fresh,
      change: { status, cause: seen.cause, since, staleFrom: stale && signal ? signal.observedAt : null },
    };
  }
  if (status === signal.status && (status === "operational" || seen.cause === signal.cause)) {
    return { signal: { ...settled(status, signal.cause, signal.since, seen.at) }, change: null };
  }
  const agrees = signal.pending?.status === status && signal.pending.cause === seen.cause;
  const pending = {
    status,
    cause: seen.cause,
    since: agrees && signal.pending ? signal.pending.since : Math.max(seen.since ?? seen.at, signal.since),
    count: agrees && signal.pending ? signal.pending.count + 1 : 1,
  };
  const needed = status === "operational" ? rules.upAfter : rules.downAfter;
  if (!seen.confirmed && pending.count < needed) {
    const state = status === "operational" ? "recovering" : "suspect";
    return { signal: { ...signal, state, pending, observedAt: seen.at }, change: null };
  }
  const since = Math.max(pending.since, signal.since);
  return {
    signal: settled(status, seen.cause, since, seen.at),
    change: { status, cause: seen.cause, since, staleFrom: null },
  };
}

function settled(status: ImpactStatus, cause: string | null, since: Instant, observedAt: Instant): Signal {
  return { state: status === "operational" ? "healthy" : "failing", status, cause, since, pending: null, observedAt };
}

/** Three changes within a minute: it comes and goes, and one story is told of it (redis.md §5). */
export function isFlapping(changes: readonly Instant[], now: Instant): boolean {
  return changes.filter((at) => now - at <= MINUTE).length >= 3;
}
