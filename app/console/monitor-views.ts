import { operatorWords } from "#lib/diagnosis/words.ts";
import type { Signal } from "#lib/domain/damping.ts";
import type { Diagnosis, Facts } from "#lib/domain/diagnosis.ts";
import { formatDuration, formatMoment, formatTimeWithSeconds } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { EffectiveStatus } from "#lib/domain/status.ts";
import type { Evidence } from "#lib/services/components-now.ts";
import type { MonitorKind, Row } from "#lib/store/schema.ts";
import { type DiagnosisView, diagnosisViews } from "./diagnosis-views.ts";

/** A monitor with what it says now. */
export type MonitorView = {
  id: string;
  key: string;
  name: string;
  kind: MonitorKind;
  status: EffectiveStatus;
  /** Whether it was made here; status.yaml owns the others. */
  isOurs: boolean;
  isPaused: boolean;
  /** "Out of memory: refuses writes"; null when all is well or nothing is known. */
  problem: string | null;
  /** "since 13:02 UTC, for 2 hours"; null before its first verdict. */
  since: string | null;
  /** "13:02:11 UTC, answered in 0.4 ms"; null before its first look. */
  lastLook: string | null;
  components: string[];
  facts: Facts;
  diagnoses: DiagnosisView[];
  expected: string | null;
};

const KIND_WORDS: Readonly<Record<string, string>> = {
  redis: "Redis",
  sentinel: "Redis Sentinel",
  cluster: "Redis Cluster",
  http: "Web service",
  tcp: "TCP port",
  heartbeat: "Heartbeat",
  rq: "RQ queues",
  bullmq: "BullMQ queues",
  backup: "Backup files",
};

export function kindWords(kind: MonitorKind): string {
  return KIND_WORDS[kind] ?? kind;
}

/** Every monitor, in the order of their keys. */
export function monitorViews(evidence: Evidence, timeZone: string, now: Instant): MonitorView[] {
  return evidence.monitors.map((monitor) => {
    const row = evidence.signals.find((one) => one.monitor_id === monitor.id);
    const components = evidence.components
      .filter((component) => monitor.componentIds.includes(component.id))
      .map((component) => component.name);
    const { id, key, name, kind } = monitor;
    const isPaused = monitor.paused_at !== null;
    const own = { isOurs: monitor.origin === "console", isPaused };
    const blank = {
      id,
      key,
      name,
      kind,
      ...own,
      components,
      problem: null,
      since: null,
      expected: null,
      diagnoses: [],
    };
    if (monitor.paused_at !== null) {
      const since = `paused ${formatMoment(monitor.paused_at, timeZone, now)}`;
      return { ...blank, status: "unknown", problem: "Paused: it does not look", since, lastLook: null, facts: {} };
    }
    if (!row) return { ...blank, status: "unknown", lastLook: null, facts: {} };
    const facts = JSON.parse(row.facts) as Facts;
    const said = now - row.observed_at > monitor.stale_after_ms ? null : spoken(row, facts, timeZone, now);
    return { ...blank, status: "unknown", lastLook: lastLook(row, timeZone), facts, ...said };
  });
}

function spoken(row: Row<"signal">, facts: Facts, timeZone: string, now: Instant) {
  const signal = JSON.parse(row.signal) as Signal;
  const isWell = signal.status === null || signal.status === "operational";
  return {
    status: signal.status ?? ("unknown" as const),
    problem: isWell ? null : operatorWords(signal.cause, facts).title,
    since: `since ${formatMoment(signal.since, timeZone, now)}, for ${formatDuration(now - signal.since)}`,
    diagnoses: diagnosisViews(JSON.parse(row.diagnoses) as Diagnosis[], facts),
    expected:
      row.expected_at === null
        ? null
        : `Expected to be well by ${formatTimeWithSeconds(row.expected_at, timeZone)}${row.expected_basis ? `: ${row.expected_basis}` : ""}.`,
  };
}

function lastLook(row: Row<"signal">, timeZone: string): string {
  const answered = row.latency_ms === null ? "" : `, answered in ${row.latency_ms < 1 ? "under 1" : row.latency_ms} ms`;
  return `${formatTimeWithSeconds(row.observed_at, timeZone)}${answered}`;
}
