import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { parseInfo } from "#lib/monitor/redis/info.ts";
import { infoFacts } from "#lib/monitor/redis/info-facts.ts";
import { viewCluster } from "#lib/monitor/topology/cluster-facts.ts";
import { parseClusterNodes } from "#lib/monitor/topology/cluster-nodes.ts";
import { diagnose, expectationOf, judgeFacts } from "./diagnose.ts";
import { RULES } from "./rules/index.ts";
import { operatorWords, publicWords } from "./words.ts";

const NOW = Date.UTC(2026, 10, 23, 14);
const info = (name: string) => infoFacts(parseInfo(readFileSync(`lib/monitor/redis/recorded/${name}.txt`, "utf8")));
const causes = (facts: Facts) => diagnose(facts).map((one) => one.cause);

function cluster(name: string): Facts {
  const read = (what: string) => readFileSync(`lib/monitor/topology/recorded/${what}-${name}.txt`, "utf8");
  const voice = { address: "127.0.0.1:17600", info: parseInfo(read("info")), nodes: parseClusterNodes(read("nodes")) };
  return viewCluster([voice], () => undefined).facts;
}

describe("what real servers have said", () => {
  it.each([
    ["standalone-healthy", {}, null],
    ["keyspace-5000", {}, null],
    ["master-one-replica", {}, null],
    ["replica-link-up", { expected_role: "slave" }, null],
    ["oom-noeviction", {}, "state.oom"],
    ["memory-95-percent", {}, "mem.limit"],
    ["evicting", { evicted_per_s: 1_200 }, "mem.evicting"],
    ["fragmented", {}, "mem.fragmentation"],
    ["maxclients-reached", {}, "clients.max"],
    ["loading", {}, "state.loading"],
    ["aof-failing", {}, "persist.aof_failing"],
    ["rdb-failing", { failure: "persist.rdb_failing" }, "persist.rdb_failing"],
    ["rdb-failing", { write: "ok" }, "persist.save_failed"],
    ["master-no-replicas-min-replicas", {}, "state.noreplicas"],
    ["master-lagging-replica", {}, "repl.lag"],
    ["replica-link-down", { expected_role: "slave" }, "repl.link_down"],
    ["replica-masterdown", { failure: "state.masterdown" }, "state.masterdown"],
    ["replica-link-down", { expected_role: "master" }, "state.readonly"],
  ] as const)("%s with %o is %s", (name, more, cause) => {
    const found = causes({ ...info(name), ...more });
    expect(found[0] ?? null).toBe(cause);
  });

  it.each([
    ["ok", null],
    ["after-failover", "cluster.replica_missing"],
    ["shard-down", "cluster.down"],
    ["partial-coverage", "cluster.partial"],
    ["slot-lost", "cluster.slots_unassigned"],
    ["migrating", "cluster.migrating"],
  ])("a cluster in the state %s is %s", (name, cause) => {
    expect(causes(cluster(name))[0] ?? null).toBe(cause);
  });

  it("tells readers how much of a cluster is gone", () => {
    const facts = cluster("partial-coverage");
    expect(publicWords("cluster.partial", "partial_outage", ["Search"], facts).sentence).toMatch(
      /About 3[23] % of the data/,
    );
  });
});

/** The least that gives each rule away. A rule without a line here fails the test below. */
const GIVEAWAYS: Readonly<Record<string, Facts>> = {
  "perf.slow": { ping_ms: 250 },
  "tls.expiring": { certificate_days: 3 },
  "mem.swapping": { mem_fragmentation_ratio: 0.5, used_memory: 1e9 },
  "clients.near_limit": { connected_clients: 95, maxclients: 100 },
  "perf.fork": { fork_ms: 900 },
  "persist.save_failed": { rdb_last_bgsave_status: "err", write: "ok" },
  "mem.limit": { used_memory: 95, maxmemory: 100 },
  "mem.fragmentation": { mem_fragmentation_ratio: 3, mem_fragmentation_bytes: 2e8 },
  "mem.evicting": { evicted_per_s: 9 },
  "data.keyspace_loss": { lost_by: "restart", keys_before: 100, keys: 0 },
  "repl.link_down": { role: "slave", master_link_status: "down" },
  "repl.lag": { replica_lag_s: 9 },
  "repl.replica_missing": { replicas_good: 1, expected_replicas: 2 },
  "repl.resync_loop": { full_sync_calls: 3 },
  "write.refused": { write: "ERR unheard of" },
  "read.failing": { read: "late" },
  "expiry.late": { expiry: "late" },
  "pubsub.lost": { publish: "late" },
  "repl.write_unconfirmed": { write_replicated: "late" },
  "persist.fork_failed": { log_fork_failed: 1 },
  "persist.aof_fsync_slow": { log_aof_fsync_slow: 1 },
  "sentinel.failover": {
    primary_down: 1,
    sentinels_answering: 3,
    quorum_ok: 1,
    replicas_good: 1,
    down_after_ms: 1_000,
    primary_down_s: 0,
  },
  "sentinel.master_down": { primary_down: 1, sentinels_answering: 3, replicas_good: 0 },
  "sentinel.quorum": { quorum_ok: 0 },
  "sentinel.unreachable": { sentinels_answering: 0 },
  "sentinel.split_brain": { split_brain: 1 },
  "cluster.failover": { shards_failing_over: 1 },
  "cluster.slots_unassigned": { cluster_slots_assigned: 16_383 },
  "cluster.down": { cluster_state: "fail" },
  "cluster.partial": { cluster_state: "ok", cluster_slots_fail: 5_462, slots_lost_percent: 33 },
  "cluster.replica_missing": { cluster_state: "ok", cluster_nodes_down: 1 },
  "cluster.migrating": { slots_moving: 1 },
};

describe("every rule", () => {
  const matches = (id: string) => causes(GIVEAWAYS[id] ?? { failure: id }).includes(id);
  // Rules of queues, logs, backups, drift and sessions are held against their own recordings beside their readers.
  const elsewhere =
    /^(rq|bullmq|queue|log|backup|config|sessions|clients\.output|dns\.stale|auth\.refusals|perf\.slow_command|persist\.stale)/;
  const here = RULES.filter((rule) => !elsewhere.test(rule.id)).map((rule) => rule.id);

  it.each(here)("is given away by its facts: %s", (id) => {
    expect(matches(id)).toBe(true);
  });

  it("has an id of its own, says nothing for facts that are not there, and names its evidence", () => {
    expect(new Set(RULES.map((rule) => rule.id)).size).toBe(RULES.length);
    expect(diagnose({})).toEqual([]);
    for (const rule of RULES) expect(rule.evidence.length, rule.id).toBeGreaterThan(0);
  });

  it("tells readers what they notice, without the names of machines or of those who run them", () => {
    for (const rule of RULES.filter((one) => one.status !== null)) {
      expect(rule.noticed, rule.id).toMatch(/^[A-Z].*\.$/s);
      expect(rule.noticed, rule.id).not.toMatch(
        /redis|sentinel|cluster|\brq\b|worker|replica|primary|maxmemory|systemctl/i,
      );
    }
  });

  it("tells operators what it is, what to do, the harmless before what can lose data, filled in and without a secret", () => {
    const order = { safe: 0, careful: 1, destructive: 2 };
    for (const rule of RULES) {
      expect(rule.advice.length, rule.id).toBeGreaterThan(0);
      const dangers = rule.commands.map((command) => order[command.danger]);
      expect(dangers, rule.id).toEqual(dangers.toSorted((a, b) => a - b));
      for (const { run, does } of operatorWords(rule.id, { host: "10.0.0.7", port: 6379 }).commands) {
        expect(run, rule.id).not.toMatch(/\{(host|port)\}|-a \S|--pass|requirepass \S/);
        expect(does, rule.id).not.toBe("");
      }
    }
  });
});

describe("ranking", () => {
  it("puts what explains before what it explains, then the graver, then notes", () => {
    expect(causes({ failure: "conn.reset", connected_clients: 100, maxclients: 100 })).toEqual([
      "clients.max",
      "conn.reset",
    ]);
    const both = { used_memory: 100, maxmemory: 100, maxmemory_policy: "noeviction", ping_ms: 300, fork_ms: 700 };
    expect(causes(both)).toEqual(["state.oom", "perf.slow", "perf.fork"]);
  });

  it("makes a note of what only hides the target from us, and claims nothing of it", () => {
    expect(judgeFacts({ failure: "auth.wrongpass", code: "WRONGPASS" }, NOW)).toMatchObject({
      status: null,
      cause: "auth.wrongpass",
    });
    expect(judgeFacts({ fork_ms: 900 }, NOW)).toMatchObject({ status: "operational", cause: null });
  });

  it("expects what the target itself says, with its reason, and nothing once that has passed", () => {
    const loading = { loading: 1, loading_eta_seconds: 42 };
    expect(expectationOf(diagnose(loading), loading, NOW)).toEqual({
      at: NOW + 42_000,
      basis: expect.stringContaining("42 more seconds"),
    });
    const switching = { ...GIVEAWAYS["sentinel.failover"], primary_down_s: 0 } as Facts;
    expect(expectationOf(diagnose(switching), switching, NOW)?.at).toBe(NOW + 3_000);
    const late = { ...switching, primary_down_s: 5, failover_timeout_ms: 60_000 };
    expect(expectationOf(diagnose(late), late, NOW)).toBeNull();
  });
});
