import { DAY, type Instant } from "./instant.ts";
import { rollUp } from "./roll-up.ts";
import type { ComponentStatus, ImpactStatus } from "./status.ts";

export const INCIDENT_STATUSES = ["investigating", "identified", "monitoring", "resolved"] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

export const INCIDENT_IMPACTS = ["none", "minor", "major", "critical"] as const;
export type IncidentImpact = (typeof INCIDENT_IMPACTS)[number];

/** After this long a resolved incident is history: what happens then is a new one. */
export const REOPEN_WITHIN_MS = 7 * DAY;

/** Whether an update may take the incident from one status to the next (features.md §5.3). */
export function mayFollow(
  incident: { status: IncidentStatus; resolvedAt: Instant | null },
  to: IncidentStatus,
  now: Instant,
): boolean {
  if (incident.status !== "resolved") return true;
  if (to === "resolved") return false;
  return incident.resolvedAt !== null && now - incident.resolvedAt <= REOPEN_WITHIN_MS;
}

/**
 * The impact of an incident from the statuses it gave its components at their
 * worst moment (compat.md §3): the page's own table, over those components alone.
 */
export function impactOf(statuses: readonly ComponentStatus[], override: IncidentImpact | null = null): IncidentImpact {
  if (override) return override;
  const { indicator } = rollUp(statuses);
  return indicator === "maintenance" ? "none" : indicator;
}

/**
 * What each component is by the updates so far, oldest first: a component an
 * update omits keeps what it had, and resolving makes all of them operational.
 */
export function currentImpacts(
  updates: readonly { status?: IncidentStatus; impacts: Readonly<Record<string, ImpactStatus>> }[],
): Record<string, ImpactStatus> {
  const current: Record<string, ImpactStatus> = {};
  for (const update of updates) {
    Object.assign(current, update.impacts);
    if (update.status === "resolved") for (const name of Object.keys(current)) current[name] = "operational";
  }
  return current;
}
