import { type AggregateRule, ANY, aggregate } from "./aggregate.ts";
import type { Instant } from "./instant.ts";
import { type ComponentStatus, type EffectiveStatus, severity, worstStatus } from "./status.ts";

/**
 * What a component is, from everything that speaks of it (features.md §5.4).
 *
 * Maintenance replaces the base, an open incident outranks both when it is
 * worse, and `unknown` stays visible when nothing else says otherwise.
 */
export function effectiveStatus(of: {
  /** The worst fresh signal, the operator's baseline, or `unknown` when evidence is stale. */
  base: EffectiveStatus;
  /** What the state of what it needs means to it; part of the base. */
  needs?: readonly ComponentStatus[];
  /** Statuses of the windows that cover the instant. */
  maintenance: readonly ComponentStatus[];
  /** Latest impacts of the public open incidents that name the component. */
  incidents: readonly ComponentStatus[];
}): EffectiveStatus {
  const known = worstStatus([of.base === "unknown" ? "operational" : of.base, ...(of.needs ?? [])]);
  const planned = of.maintenance.length > 0 ? worstStatus(of.maintenance) : known;
  const incident = worstStatus(of.incidents);
  const status = severity(incident) > severity(planned) ? incident : planned;
  const nobodySpoke = of.base === "unknown" && of.maintenance.length === 0 && of.incidents.length === 0;
  return status === "operational" && nobodySpoke ? "unknown" : status;
}

/** One monitor's voice: its damped status and when that was last confirmed. */
export type Voice = {
  /** The monitor. */
  source: string;
  status: ComponentStatus | "unknown";
  observedAt: Instant;
  staleAfterMs: number;
};

/**
 * What the fresh voices say together, by the component's rule: the worst of them unless it says otherwise. Never
 * `operational` while one that is stale could make it worse: green is only said of what has been seen.
 */
export function signalStatus(voices: readonly Voice[], now: Instant, rule: AggregateRule = ANY): EffectiveStatus {
  const members = voices.map(({ source, status, observedAt, staleAfterMs }) => ({
    id: source,
    status: now - observedAt > staleAfterMs ? ("unknown" as const) : status,
  }));
  return aggregate(rule, members);
}
