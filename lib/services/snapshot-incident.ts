import type { Signal } from "#lib/domain/damping.ts";
import { currentImpacts, INCIDENT_IMPACTS, type IncidentImpact, impactOf } from "#lib/domain/incident.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { PastIncident, SnapshotComponent, SnapshotIncident, SnapshotUpdate } from "#lib/domain/snapshot.ts";
import { type EffectiveStatus, worstStatus } from "#lib/domain/status.ts";
import type { UpdateWithImpacts } from "#lib/store/incident-updates.ts";
import type { Row } from "#lib/store/schema.ts";
import type { Evidence } from "./components-now.ts";

/** A public incident as the page and its own page draw it. */
export function snapshotIncident(
  incident: Row<"incident">,
  allUpdates: readonly UpdateWithImpacts[],
  evidence: Evidence,
  components: readonly SnapshotComponent[],
  now: Instant,
): SnapshotIncident {
  const updates = allUpdates.filter((update) => update.incident_id === incident.id);
  const current = new Map(
    updates.flatMap((update) => update.impacts.map((one) => [one.component_id, one.new_status] as const)),
  );
  const named = [...current].flatMap(([id, status]) => {
    const component = components.find((one) => one.id === id);
    // A monitor's own incident follows its monitor: what the component is now is what it says.
    const shown: EffectiveStatus = incident.taken_over_at === null && component ? component.status : status;
    return component ? [{ name: component.name, slug: component.slug, status: shown }] : [];
  });
  return {
    id: incident.id,
    title: incident.title,
    status: incident.status,
    impact: worstImpact(incident, updates),
    tone: worstStatus(named.map((one) => one.status).filter((status) => status !== "unknown")),
    startedAt: incident.started_at,
    resolvedAt: incident.resolved_at,
    expectedAt: incident.expected_at,
    components: named,
    passingSince: passingSince([...current.keys()], evidence, now),
    automatic: incident.taken_over_at === null,
    updates: updates.toReversed().map(snapshotUpdate),
  };
}

function snapshotUpdate(update: UpdateWithImpacts): SnapshotUpdate {
  return {
    id: update.id,
    status: update.status,
    body: update.body,
    happenedAt: update.happened_at,
    editedAt: update.edited_at,
    expectedAt: update.expected_at,
    impacts: update.impacts.map((one) => ({ name: one.component_name, from: one.old_status, to: one.new_status })),
  };
}

export function pastIncident(incident: Row<"incident">, allUpdates: readonly UpdateWithImpacts[]): PastIncident {
  const updates = allUpdates.filter((update) => update.incident_id === incident.id);
  return {
    id: incident.id,
    title: incident.title,
    startedAt: incident.started_at,
    resolvedAt: incident.resolved_at ?? incident.updated_at,
    impact: worstImpact(incident, updates),
  };
}

/** The gravest impact the incident ever had: of what its components were together after each update (compat.md §3). */
export function worstImpact(incident: Row<"incident">, updates: readonly UpdateWithImpacts[]): IncidentImpact {
  const steps = updates.map((update) => ({
    impacts: Object.fromEntries(update.impacts.map((one) => [one.component_id, one.new_status])),
  }));
  const impacts = steps.map((_, i) =>
    impactOf(Object.values(currentImpacts(steps.slice(0, i + 1))), incident.impact_override),
  );
  return impacts.reduce((a, b) => (INCIDENT_IMPACTS.indexOf(b) > INCIDENT_IMPACTS.indexOf(a) ? b : a), "none");
}

function passingSince(componentIds: string[], evidence: Evidence, now: Instant): Instant | null {
  const watching = evidence.monitors.filter((monitor) => monitor.componentIds.some((id) => componentIds.includes(id)));
  let since: Instant | null = null;
  for (const monitor of watching) {
    const row = evidence.signals.find((signal) => signal.monitor_id === monitor.id);
    const signal = row ? (JSON.parse(row.signal) as Signal) : null;
    if (!row || signal?.status !== "operational" || now - row.observed_at > monitor.stale_after_ms) return null;
    since = Math.max(since ?? 0, signal.since);
  }
  return since;
}
