/** Component statuses as Statuspage names them, plus `unknown`; best to worst, `unknown` outside the order. */
export const COMPONENT_STATUSES = [
  "operational",
  "under_maintenance",
  "degraded_performance",
  "partial_outage",
  "major_outage",
] as const;

/** A status an operator or a signal can give a component. */
export type ComponentStatus = (typeof COMPONENT_STATUSES)[number];

/** What the page shows: a status, or `unknown` when there is no fresh evidence and nobody has said otherwise. */
export type EffectiveStatus = ComponentStatus | "unknown";

/** What an incident update may say of a component. */
export const IMPACT_STATUSES = ["operational", "degraded_performance", "partial_outage", "major_outage"] as const;
export type ImpactStatus = (typeof IMPACT_STATUSES)[number];

/** 0 (operational) to 4 (major outage). */
export function severity(status: ComponentStatus): number {
  return COMPONENT_STATUSES.indexOf(status);
}

/** The worst of the statuses; `operational` when there are none. */
export function worstStatus(statuses: readonly ComponentStatus[]): ComponentStatus {
  let worst: ComponentStatus = "operational";
  for (const status of statuses) if (severity(status) > severity(worst)) worst = status;
  return worst;
}
