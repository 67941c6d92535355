import { Gauge, Registry } from "@prometheus-io/client";
import type { Instant } from "#lib/domain/instant.ts";
import { COMPONENT_STATUSES } from "#lib/domain/status.ts";
import { statusNow } from "#lib/services/components-now.ts";
import { readEvidence } from "#lib/services/read-page.ts";
import { listAlarms } from "#lib/store/alarms.ts";
import type { Database } from "#lib/store/database.ts";
import { outboxSummary, readCounts } from "#lib/store/deliveries.ts";
import { listOpenIncidents } from "#lib/store/incidents.ts";
import { readVersion } from "#lib/store/state-version.ts";

/** Our own state for Prometheus, read from the store at the moment of asking (compat.md §11). */
export async function metricsText(db: Database, now: Instant): Promise<string> {
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });

  const component = gauge("status_component_status", "0 operational to 4 major outage, -1 unknown", ["component"]);
  const probe = gauge("status_monitor_success", "1 while the monitor's signal is operational", ["monitor"]);
  const age = gauge("status_monitor_evidence_age_seconds", "Seconds since the monitor last confirmed anything", [
    "monitor",
  ]);
  const evidence = await readEvidence(db, now, now);
  for (const one of evidence.components) {
    const status = statusNow(evidence, one, now);
    component.set({ component: one.slug }, status === "unknown" ? -1 : COMPONENT_STATUSES.indexOf(status));
  }
  for (const monitor of evidence.monitors) {
    const signal = evidence.signals.find((row) => row.monitor_id === monitor.id);
    probe.set({ monitor: monitor.key }, signal && JSON.parse(signal.signal).status === "operational" ? 1 : 0);
    if (signal) age.set({ monitor: monitor.key }, Math.max(0, (now - signal.observed_at) / 1_000));
  }
  const open = (await listOpenIncidents(db)).filter((incident) => incident.published_at !== null);
  gauge("status_incidents_open", "Public incidents that are not resolved").set(open.length);
  gauge("status_state_version", "Grows with every public change").set(await readVersion(db));
  const depth = gauge("notification_queue_depth", "Messages waiting", ["channel"]);
  const oldest = gauge("notification_queue_age_seconds", "Age of the oldest waiting message", ["channel"]);
  for (const [channel, counts] of Object.entries(await outboxSummary(db))) {
    depth.set({ channel }, counts.queued);
    oldest.set({ channel }, counts.oldestQueuedAt === null ? 0 : Math.max(0, (now - counts.oldestQueuedAt) / 1_000));
  }
  const ended = gauge("notification_deliveries_total", "Messages that ended so, since ever", ["channel", "outcome"]);
  for (const { channel, outcome, count } of await readCounts(db)) ended.set({ channel, outcome }, count);
  gauge("notification_alarms", "What operators must look at: see the console").set((await listAlarms(db)).length);
  return registry.metrics();
}
