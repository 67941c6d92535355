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
  /** Statuses of the windows that cover the instant. */
  maintenance: readonly ComponentStatus[];
  /** Latest impacts of the public open incidents that name the component. */
  incidents: readonly ComponentStatus[];
}): EffectiveStatus {
  const known = of.base === "unknown" ? "operational" : of.base;
  const planned = of.maintenance.length > 0 ? worstStatus(of.maintenance) : known;
  const incident = worstStatus(of.incidents);
  const status = severity(incident) > severity(planned) ? incident : planned;
  const nobodySpoke = of.base === "unknown" && of.maintenance.length === 0 && of.incidents.length === 0;
  return status === "operational" && nobodySpoke ? "unknown" : status;
}

/** One monitor's voice: its damped status and when that was last confirmed. */
export type Voice = { status: ComponentStatus | "unknown"; observedAt: Instant; staleAfterMs: number };

/**
 * The worst of the fresh voices. Never `operational` while one of them is stale:
 * green is only said of what has been seen.
 */
export function signalStatus(voices: readonly Voice[], now: Instant): EffectiveStatus {
  const fresh: ComponentStatus[] = [];
  let silent = false;
  for (const voice of voices) {
    if (voice.status === "unknown" || now - voice.observedAt > voice.staleAfterMs) silent = true;
    else fresh.push(voice.status);
  }
  const worst = worstStatus(fresh);
  return worst === "operational" && silent ? "unknown" : worst;
}
