import { number, type Rule, redisCli, UNREACHABLE } from "#lib/diagnosis/rule.ts";
import { SECOND } from "#lib/domain/instant.ts";

const NODES = redisCli("CLUSTER NODES", "Every node, its role, its slots, who is failing");
const CHECK = {
  run: "redis-cli --cluster check {host}:{port}",
  does: "Coverage of all slots",
  danger: "safe",
} as const;
const FIX = {
  run: "redis-cli --cluster fix {host}:{port}",
  does: "Gives slots that nobody serves to a node; keys in them may be gone",
  danger: "destructive",
} as const;

/** A shard whose primary failed goes on with a replica about two seconds after the node timeout (redis.md §0.7). */
const FAILOVER_MS = 20 * SECOND;

function isFailingOver(facts: Parameters<Rule["when"]>[0]): boolean {
  return number(facts, "shards_failing_over") > 0 && !(number(facts, "trouble_s") > FAILOVER_MS / SECOND);
}

/** A cluster: whether all slots are served, and by whom. */
export const CLUSTER: readonly Rule[] = [
  {
    id: "cluster.failover",
    title: "a shard switches to its replica",
    noticed: "We are switching to the standby; this usually takes some seconds.",
    advice: ["Wait for the switch, then start the node that went: it comes back as a replica."],
    commands: [NODES, CHECK],
    status: "major_outage",
    impacts: UNREACHABLE,
    when: isFailingOver,
    evidence: ["shards", "shards_down", "shards_failing_over", "cluster_state", "cluster_slots_fail"],
    explains: ["cluster.down", "cluster.partial", "cluster.replica_missing"],
    expected: (facts, now) => ({
      at: now + Math.max(SECOND, FAILOVER_MS - (number(facts, "trouble_s") || 0) * SECOND),
      basis: "a cluster switches to a replica within seconds of losing a node",
    }),
  },
  {
    id: "cluster.slots_unassigned",
    title: "some slots belong to no node",
    noticed: "Part of the data store is offline, and all of it is paused.",
    advice: ["A node was removed or a move was broken off: give the slots to a node."],
    commands: [CHECK, NODES, FIX],
    status: "major_outage",
    impacts: UNREACHABLE,
    when: (facts) => number(facts, "cluster_slots_assigned") < 16_384,
    evidence: ["cluster_slots_assigned", "cluster_state"],
    explains: ["cluster.down"],
  },
  {
    id: "cluster.down",
    title: "cluster is down",
    noticed: "Part of the data store is offline, and all of it is paused.",
    advice: ["A shard has lost its primary and has no replica that could take over: start one of its nodes."],
    commands: [NODES, CHECK],
    status: "major_outage",
    impacts: UNREACHABLE,
    when: (facts) => facts.cluster_state === "fail",
    evidence: ["cluster_state", "shards", "shards_down", "cluster_slots_fail", "slots_lost_percent"],
    explains: ["cluster.replica_missing"],
  },
  {
    id: "cluster.partial",
    title: "a shard is down, the others go on",
    noticed: "Part of the data is unavailable; the rest works.",
    noticedNow: (facts) => `About ${facts.slots_lost_percent} % of the data is unavailable; the rest works.`,
    advice: [
      "cluster-require-full-coverage is off: keys of the lost shard fail, all others work. Start one of its nodes.",
    ],
    commands: [NODES, CHECK],
    status: "partial_outage",
    impacts: { cache: "degraded_performance" },
    when: (facts) => facts.cluster_state === "ok" && number(facts, "cluster_slots_fail") > 0,
    evidence: ["shards", "shards_down", "cluster_slots_fail", "slots_lost_percent"],
    explains: ["cluster.replica_missing"],
  },
  {
    id: "cluster.replica_missing",
    title: "a node is missing",
    noticed: "",
    advice: ["Everything is served, with less reserve: start the node."],
    commands: [NODES],
    status: null,
    when: (facts) => facts.cluster_state === "ok" && number(facts, "cluster_nodes_down") > 0,
    evidence: ["cluster_nodes", "cluster_nodes_down"],
  },
  {
    id: "cluster.migrating",
    title: "slots are on their way",
    noticed: "",
    advice: ["Harmless while it moves. If it stays, the move was broken off: finish it or set the slot stable."],
    commands: [NODES, CHECK, redisCli("CLUSTER SETSLOT SLOT STABLE", "Ends a broken-off move of one slot", "careful")],
    status: null,
    when: (facts) => number(facts, "slots_moving") > 0,
    evidence: ["slots_moving"],
  },
];
