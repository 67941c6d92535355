import type { Signal } from "#lib/domain/damping.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { impactOn } from "#lib/domain/role.ts";
import type { DetectedOutage, SnapshotIncident } from "#lib/domain/snapshot.ts";
import { type ImpactStatus, severity, worstStatus } from "#lib/domain/status.ts";
import { type Evidence, statusNow } from "./components-now.ts";

/**
 * What monitors see and no public incident tells yet: the worst first.
 *
 * Only the components and how bad it is; the cause is the operators'.
 */
export function detectedOutages(
  evidence: Evidence,
  incidents: readonly SnapshotIncident[],
  now: Instant,
): DetectedOutage[] {
  const told = new Set(incidents.flatMap((incident) => incident.components.map((component) => component.slug)));
  const found = evidence.signals.flatMap((row): DetectedOutage[] => {
    const monitor = evidence.monitors.find((one) => one.id === row.monitor_id);
    const signal = JSON.parse(row.signal) as Signal;
    if (
      !monitor ||
      signal.status === null ||
      signal.status === "operational" ||
      now - row.observed_at > monitor.stale_after_ms
    )
      return [];
    const components = evidence.components.filter(
      (one) =>
        monitor.componentIds.includes(one.id) &&
        !told.has(one.slug) &&
        // Others carry on without this target, by the component's rule: readers notice nothing.
        statusNow(evidence, one, now) !== "operational" &&
        impactOn(signal, monitor.roles[one.id] ?? null) !== "operational",
    );
    if (components.length === 0) return [];
    return [
      {
        status: worstStatus(
          components.map((one) => impactOn(signal, monitor.roles[one.id] ?? null) ?? "operational"),
        ) as ImpactStatus,
        cause: signal.cause,
        since: signal.since,
        components: components.map((one) => one.name),
        expectedAt: row.expected_at,
      },
    ];
  });
  return found.sort((a, b) => severity(b.status) - severity(a.status) || a.since - b.since);
}
