import type { ChartUnit, ExcerptView, RecordingView } from "#components/console/recording.tsx";
import { formatBytes } from "#lib/domain/bytes.ts";
import { formatDuration, formatTime, formatTimeWithSeconds } from "#lib/domain/duration.ts";
import { type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import type { ClientCounts, Recording, Samples, TargetExcerpt } from "#lib/domain/recording.ts";
import type { Database } from "#lib/store/database.ts";
import { recordingsOfIncident, recordingsOfMonitors } from "#lib/store/recordings.ts";
import type { Row } from "#lib/store/schema.ts";
import { listMonitors } from "#lib/store/signals.ts";
import { factLines } from "./fact-words.ts";

/** So long before and after its start a person's incident may be about what a monitor recorded. */
const BEFORE_MS = 30 * MINUTE;
const AFTER_MS = 5 * MINUTE;
const SHOWN = 5;

const CHARTS: readonly { name: string; label: string; unit: ChartUnit }[] = [
  { name: "used_memory", label: "Memory used", unit: "bytes" },
  { name: "instantaneous_ops_per_sec", label: "Commands a second", unit: "count" },
  { name: "connected_clients", label: "Clients", unit: "count" },
  { name: "blocked_clients", label: "Blocked clients", unit: "count" },
  { name: "keys", label: "Keys", unit: "count" },
  { name: "evicted_per_s", label: "Evicted a second", unit: "count" },
  { name: "rejected_per_s", label: "Rejected connections a second", unit: "count" },
  { name: "connected_slaves", label: "Replicas", unit: "count" },
  { name: "replica_lag_s", label: "Replication lag", unit: "s" },
  { name: "queue_depth", label: "Jobs that wait", unit: "count" },
  { name: "oldest_wait_s", label: "Longest wait", unit: "s" },
];

const COUNT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/** A value of a chart with its unit. */
export function formatValue(value: number, unit: ChartUnit): string {
  if (unit === "bytes") return formatBytes(value);
  if (unit === "ms") return `${COUNT.format(value)} ms`;
  if (unit === "s") return value < 1 ? "under a second" : formatDuration(value * SECOND);
  return COUNT.format(value);
}

/** What flight recorders held when this incident began: kept with it, then what monitors of its components kept about that time. */
export async function recordingViews(
  db: Database,
  incident: Row<"incident">,
  componentIds: readonly string[],
  timeZone: string,
): Promise<RecordingView[]> {
  const monitors = await listMonitors(db);
  const own = await recordingsOfIncident(db, incident.id);
  const about = monitors.filter((one) => one.componentIds.some((id) => componentIds.includes(id)));
  const others = await recordingsOfMonitors(
    db,
    about.map((one) => one.id),
    incident.started_at - BEFORE_MS,
    (incident.resolved_at ?? incident.created_at) + AFTER_MS,
  );
  const rest = others.filter((row) => !own.some((one) => one.monitor_id === row.monitor_id));
  return [...own, ...rest].slice(0, SHOWN).map((row) => {
    const name = monitors.find((one) => one.id === row.monitor_id)?.name ?? "A monitor of then";
    return recordingView(row, name, timeZone);
  });
}

function recordingView(row: Row<"recording">, name: string, timeZone: string): RecordingView {
  const { samples, before, after } = JSON.parse(row.content) as Recording;
  const first = samples.at[0] ?? row.frozen_at;
  return {
    id: row.id,
    title: `${name}: the ${formatDuration(row.frozen_at - first)} before ${formatTimeWithSeconds(row.frozen_at, timeZone)}`,
    at: samples.at,
    marks: failures(samples),
    legend: [formatTime(first, timeZone), formatTime(row.frozen_at, timeZone)],
    charts: [
      { label: "Time to answer", values: samples.latencyMs, unit: "ms" as const },
      ...CHARTS.flatMap(({ name: fact, label, unit }) => {
        const values = samples.values[fact];
        return values && isWorthwhile(fact, values) ? [{ label, values, unit }] : [];
      }),
    ],
    excerpts: [
      ...(before ? [excerptView(before, "Before it failed", timeZone)] : []),
      ...(after ? [excerptView(after, "When it answered again", timeZone)] : []),
    ],
  };
}

/** Rates and counts that were zero throughout say nothing. */
function isWorthwhile(fact: string, values: readonly (number | null)[]): boolean {
  const mayBeZero = ["used_memory", "instantaneous_ops_per_sec", "connected_clients", "queue_depth"].includes(fact);
  return mayBeZero || values.some((value) => value !== null && value > 0);
}

/** The stretches in which it was not well. */
function failures({ at, status }: Samples): { from: Instant; to: Instant }[] {
  const marks: { from: Instant; to: Instant }[] = [];
  for (const [i, instant] of at.entries()) {
    const isBad = status[i] !== null && status[i] !== "operational";
    if (!isBad) continue;
    const open = marks.at(-1);
    const isOnward = i > 0 && status[i - 1] !== "operational" && open !== undefined;
    if (isOnward) open.to = instant;
    else marks.push({ from: instant, to: at[i + 1] ?? instant });
  }
  return marks;
}

function excerptView(excerpt: TargetExcerpt, title: string, timeZone: string): ExcerptView {
  return {
    title: `${title}, ${formatTimeWithSeconds(excerpt.at, timeZone)}`,
    facts: factLines(excerpt.info),
    slow:
      excerpt.slow?.map(({ at, tookMs, command }) => [
        `${formatTimeWithSeconds(at, timeZone)} ${command}`,
        `${COUNT.format(tookMs)} ms`,
      ]) ?? null,
    latency:
      excerpt.latency?.map(({ at, event, latestMs, worstMs }) => [
        `${formatTimeWithSeconds(at, timeZone)} ${event}`,
        `${latestMs} ms, at worst ${worstMs} ms`,
      ]) ?? null,
    clients: excerpt.clients ? clientLines(excerpt.clients) : null,
  };
}

function clientLines(clients: ClientCounts): [string, string][] {
  const counted = (lines: readonly [string, number][], what: string): [string, string][] =>
    lines.map(([name, count]) => [`${what} ${name}`, COUNT.format(count)]);
  return [
    ["connections", COUNT.format(clients.total)],
    ["idle for 5 minutes", COUNT.format(clients.idle)],
    ["unread answers", formatBytes(clients.outputBytes)],
    ...counted(clients.byName, "named"),
    ...counted(clients.byCommand, "last sent"),
  ];
}
