import { number, type Rule, redisCli } from "#lib/diagnosis/rule.ts";

const REPLICATION = redisCli("INFO replication", "Role, link and offsets");
const MB = 1_048_576;

/** Copies: missing, behind, cut off. */
export const REPLICATION_RULES: readonly Rule[] = [
  {
    id: "repl.link_down",
    title: "replica has lost its primary",
    noticed: "Some of what is shown may be out of date.",
    advice: [
      "The primary or the network to it is gone: what this replica serves grows old.",
      "Check masterauth if it was changed.",
    ],
    commands: [REPLICATION, redisCli("CONFIG GET repl-timeout", "After how long it gives up")],
    status: "degraded_performance",
    when: (facts) => facts.role === "slave" && facts.master_link_status === "down",
    evidence: ["master_link_status", "master_link_down_since_seconds", "master_sync_in_progress"],
    explains: ["repl.lag"],
  },
  {
    id: "repl.lag",
    title: "a replica is behind",
    noticed: "",
    advice: [
      "Network, load on the replica, or its output buffer limit: reads from it are old, and a failover would lose the difference.",
    ],
    commands: [REPLICATION, redisCli("CONFIG GET client-output-buffer-limit", "The limit for replicas")],
    status: null,
    when: (facts) => number(facts, "replica_lag_s") >= 3 || number(facts, "replica_lag_bytes") >= 16 * MB,
    evidence: ["replica_lag_s", "replica_lag_bytes"],
    holdsRecovery: true,
  },
  {
    id: "repl.replica_missing",
    title: "fewer replicas than there should be",
    noticed: "",
    advice: ["Start the replica: until it is back there is no standby, or one less."],
    commands: [
      REPLICATION,
      { run: "systemctl status redis-server", does: "On the replica's host: does it run?", danger: "safe" },
    ],
    status: null,
    when: (facts) => {
      const good =
        facts.replicas_good === undefined ? number(facts, "connected_slaves") : number(facts, "replicas_good");
      const wanted =
        facts.expected_replicas === undefined ? number(facts, "replicas_known") : number(facts, "expected_replicas");
      return good < wanted;
    },
    evidence: ["replicas_good", "connected_slaves", "replicas_known", "expected_replicas"],
  },
  {
    id: "repl.resync_loop",
    title: "replicas copy everything again and again",
    noticed: "",
    advice: ["Full copies in a row: the backlog is too small or the output buffer limit cuts the replica off."],
    commands: [REPLICATION, redisCli("CONFIG GET repl-backlog-size", "How much it keeps for a replica that was away")],
    status: null,
    when: (facts) => number(facts, "full_sync_calls") >= 3,
    evidence: ["full_sync_calls", "sync_full"],
  },
];
