import type { IncidentImpact, IncidentStatus } from "#lib/domain/incident.ts";
import type { MaintenanceStatus } from "#lib/domain/maintenance.ts";
import type { ComponentStatus } from "#lib/domain/status.ts";

/** An update's state as people read it. */
export const STATUS_WORDS: Record<IncidentStatus | MaintenanceStatus, string> = {
  investigating: "Investigating",
  identified: "Identified",
  monitoring: "Monitoring",
  resolved: "Resolved",
  draft: "Planned",
  scheduled: "Planned",
  in_progress: "In progress",
  verifying: "Being checked",
  completed: "Completed",
  cancelled: "Cancelled",
};

/** A component's state as people read it. */
export const IMPACT_WORDS: Record<ComponentStatus, string> = {
  operational: "Operational",
  under_maintenance: "Planned work",
  degraded_performance: "Degraded performance",
  partial_outage: "Partial outage",
  major_outage: "Major outage",
};

/** How grave an incident is, as people read it; nothing for one that touches nobody. */
export const IMPACT_LABELS: Record<IncidentImpact, string> = {
  none: "",
  minor: "Minor impact",
  major: "Major impact",
  critical: "Critical impact",
};
