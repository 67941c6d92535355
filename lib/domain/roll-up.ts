import type { EffectiveStatus } from "./status.ts";

export type Indicator = "none" | "minor" | "major" | "critical" | "maintenance";

/**
 * Statuspage's indicator and description of a set of components, groups left out (compat.md §3).
 *
 * The English sentences are fixed: clients switch on them. `unknown` has no word
 * there and counts as operational; the page itself says otherwise.
 */
export function rollUp(statuses: readonly EffectiveStatus[]): { indicator: Indicator; description: string } {
  const all = (status: EffectiveStatus) => statuses.length > 0 && statuses.every((one) => one === status);
  const some = (status: EffectiveStatus) => statuses.includes(status);
  if (all("major_outage")) return { indicator: "critical", description: "Major System Outage" };
  if (some("major_outage") || all("partial_outage"))
    return { indicator: "major", description: "Partial System Outage" };
  if (some("partial_outage")) return { indicator: "minor", description: "Minor Service Outage" };
  if (all("degraded_performance") && statuses.length > 1)
    return { indicator: "minor", description: "Degraded System Service" };
  if (some("degraded_performance")) return { indicator: "minor", description: "Partially Degraded Service" };
  if (some("under_maintenance")) return { indicator: "maintenance", description: "Service Under Maintenance" };
  return { indicator: "none", description: "All Systems Operational" };
}
