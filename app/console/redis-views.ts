import type { TargetCardView } from "#components/console/target-card.tsx";
import { formatBytes } from "#lib/domain/bytes.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { formatDuration } from "#lib/domain/duration.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import type { Database } from "#lib/store/database.ts";
import { listFailovers } from "#lib/store/failovers.ts";
import type { Row } from "#lib/store/schema.ts";
import { listMonitors } from "#lib/store/signals.ts";
import { changeViews } from "./changes.ts";
import { kindWords, type MonitorView } from "./monitor-views.ts";
import { failoverViews, topologyView } from "./topology-views.ts";

const KINDS: readonly string[] = ["redis", "sentinel", "cluster"];
const CHANGES_SHOWN = 5;
const FAILOVERS_SHOWN = 50;
const COUNT = new Intl.NumberFormat("en-US");

/** The latest changes of primary of every deployment, the newest first. */
export async function failoversLately(db: Database): Promise<Row<"failover">[]> {
  const ids = (await listMonitors(db)).map((monitor) => monitor.id);
  return listFailovers(db, ids, FAILOVERS_SHOWN);
}

/** Whether it watches a Redis itself, not what runs on one. */
export function isRedisKind(kind: string): boolean {
  return KINDS.includes(kind);
}

/** A watched Redis as the Redis page draws it. */
export function targetCard(
  monitor: MonitorView,
  changes: readonly Row<"target_change">[],
  failovers: readonly Row<"failover">[],
  timeZone: string,
  now: Instant,
): TargetCardView {
  const { id, name, status, problem, since, facts } = monitor;
  return {
    id,
    name,
    status,
    problem,
    what: [kindWords(monitor.kind), ...what(facts), since].filter((one) => one !== null).join(" · "),
    memory: memory(facts),
    topology: topologyView(facts),
    failovers: failoverViews(
      failovers.filter((one) => one.monitor_id === id),
      timeZone,
      now,
    ),
    signals: signals(facts),
    notes: monitor.diagnoses.map((one) => ({ cause: one.cause, title: one.title, isNote: one.status === null })),
    changes: changeViews(
      changes.filter((one) => one.monitor_id === id),
      timeZone,
      now,
    ).slice(0, CHANGES_SHOWN),
  };
}

function what(facts: Facts): string[] {
  const role = facts.role === "slave" ? "replica" : facts.role === "master" ? "primary" : null;
  const up = Number(facts.uptime_in_seconds);
  return [
    ...(facts.redis_version === undefined ? [] : [`version ${facts.redis_version}`]),
    ...(role === null ? [] : [role]),
    ...(up > 0 ? [`up ${formatDuration(up * SECOND)}`] : []),
  ];
}

function memory(facts: Facts): TargetCardView["memory"] {
  const used = Number(facts.used_memory);
  if (!(used >= 0)) return null;
  const limit = Number(facts.maxmemory);
  if (!(limit > 0)) return { share: null, words: `${formatBytes(used)} used, no limit set` };
  const share = Math.min(1, used / limit);
  return { share, words: `${formatBytes(used)} of ${formatBytes(limit)} used (${Math.floor(share * 100)} %)` };
}

function signals(facts: Facts): [string, string][] {
  const count = (label: string, name: string): [string, string][] =>
    typeof facts[name] === "number" ? [[label, COUNT.format(facts[name])]] : [];
  const ago = (label: string, name: string): [string, string][] =>
    typeof facts[name] === "number" ? [[label, `${formatDuration(facts[name] * SECOND)} ago`]] : [];
  const clients = Number(facts.connected_clients);
  const most = Number(facts.maxclients);
  return [
    ...(clients >= 0
      ? [
          ["clients", most > 0 ? `${COUNT.format(clients)} of ${COUNT.format(most)}` : COUNT.format(clients)] as [
            string,
            string,
          ],
        ]
      : []),
    ...count("commands a second", "instantaneous_ops_per_sec"),
    ...count("keys", "keys"),
    ...count("evicted a second", "evicted_per_s"),
    ...count("replicas", "connected_slaves"),
    ...ago("last snapshot", "rdb_age_s"),
    ...(typeof facts.maxmemory_policy === "string" ? [["when full", facts.maxmemory_policy] as [string, string]] : []),
  ];
}
