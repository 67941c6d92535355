import type { IncidentStatus } from "#lib/domain/incident.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";

/** An update's state as people read it. */
export const STATUS_WORDS: Record<IncidentStatus, string> = {
  investigating: "Investigating",
  identified: "Identified",
  monitoring: "Monitoring",
  resolved: "Resolved",
};

/** A component's state as people read it. */
export const IMPACT_WORDS: Record<ImpactStatus, string> = {
  operational: "Operational",
  degraded_performance: "Degraded performance",
  partial_outage: "Partial outage",
  major_outage: "Major outage",
};
