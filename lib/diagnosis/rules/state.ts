import { named, number, READ_ONLY, REFUSES_CHANGES, type Rule, redisCli, UNREACHABLE } from "#lib/diagnosis/rule.ts";
import { SECOND } from "#lib/domain/instant.ts";

const REPLICATION = redisCli("INFO replication", "Its role, its primary, its replicas");

/** It answers, and is not what it should be: loading, replica, empty, restarted. */
export const STATE: readonly Rule[] = [
  {
    id: "state.loading",
    title: "loads its data after a start",
    noticed: "It has just started and is reading its data.",
    advice: ["Wait. How far it is stands in INFO persistence."],
    commands: [redisCli("INFO persistence", "How far it is, and how long it thinks it needs")],
    status: "major_outage",
    impacts: UNREACHABLE,
    when: (facts) => named("state.loading")(facts) || facts.loading === 1,
    evidence: ["loading_loaded_perc", "loading_eta_seconds", "uptime_in_seconds"],
    expected: (facts, now) => {
      const seconds = number(facts, "loading_eta_seconds");
      if (!(seconds > 0)) return null;
      return { at: now + seconds * SECOND, basis: `it reads its data and expects ${seconds} more seconds` };
    },
  },
  {
    id: "state.readonly",
    title: "read-only: it is a replica",
    noticed: REFUSES_CHANGES,
    advice: [
      "It was made a replica: by a failover, by Sentinel or by hand. Point clients at the new primary.",
      "Make it a primary only when there is no other.",
    ],
    commands: [REPLICATION, redisCli("REPLICAOF NO ONE", "Makes it a primary; two primaries diverge", "destructive")],
    status: "partial_outage",
    impacts: READ_ONLY,
    when: (facts) =>
      named("state.readonly")(facts) ||
      (facts.expected_role === "master" && facts.role === "slave") ||
      String(facts.write ?? "").startsWith("READONLY"),
    evidence: ["role", "expected_role", "master_link_status", "write"],
  },
  {
    id: "state.masterdown",
    title: "replica without its primary refuses reads",
    noticed: "Reading is paused.",
    advice: ["Bring the primary or the link to it back."],
    commands: [REPLICATION],
    status: "major_outage",
    impacts: UNREACHABLE,
    when: named("state.masterdown"),
    evidence: ["master_link_status", "master_link_down_since_seconds"],
    explains: ["repl.link_down"],
  },
  {
    id: "state.noreplicas",
    title: "too few replicas: refuses writes",
    noticed: REFUSES_CHANGES,
    advice: ["min-replicas-to-write is not met: bring a replica back, or lower the demand for the moment."],
    commands: [REPLICATION, redisCli("CONFIG SET min-replicas-to-write 0", "Accepts writes without a copy", "careful")],
    status: "partial_outage",
    impacts: READ_ONLY,
    when: (facts) =>
      named("state.noreplicas")(facts) ||
      facts.min_slaves_good_slaves === 0 ||
      String(facts.write ?? "").startsWith("NOREPLICAS"),
    evidence: ["connected_slaves", "min_slaves_good_slaves", "write"],
  },
  {
    id: "data.keyspace_loss",
    title: "its data is gone",
    noticed: "It answers, but what was stored there is gone. You may need to sign in again or repeat recent actions.",
    advice: [
      "How it went stands in the evidence: a restart without its data, a FLUSHALL or FLUSHDB, or keys deleted.",
      "Restore a backup if one is wanted before new data arrives.",
      "After a restart check its persistence settings; after a flush find out who may run it.",
    ],
    commands: [
      redisCli("INFO keyspace", "What it holds now"),
      redisCli("ACL LIST", "Who may empty it, asked by an admin"),
      redisCli("CONFIG GET save appendonly dir dbfilename", "Whether and where it saves"),
    ],
    status: "degraded_performance",
    impacts: { queue: "partial_outage", locks: "degraded_performance", pubsub: "operational" },
    when: (facts) => named("data.keyspace_loss")(facts) || facts.lost_by !== undefined,
    evidence: ["lost_by", "keys_before", "keys", "uptime_in_seconds", "flushall_calls"],
  },
];
