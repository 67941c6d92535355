import { named, number, READ_ONLY, REFUSES_CHANGES, type Rule, redisCli } from "#lib/diagnosis/rule.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";

const MEMORY = redisCli("INFO memory", "Used, limit, policy");
const BIG_KEYS = redisCli("--bigkeys", "What grew; scans slowly, harmless");
const DISK = {
  run: "df -h $(redis-cli -h {host} -p {port} CONFIG GET dir | tail -1)",
  does: "Room on its disk",
  danger: "safe",
} as const;
const PERSISTENCE = redisCli("INFO persistence", "When it last saved, and how that went");

const MB = 1_048_576;

function usedShare(facts: Facts): number {
  const limit = number(facts, "maxmemory");
  return limit > 0 ? number(facts, "used_memory") / limit : Number.NaN;
}

/** Memory, disk, clients, processor: something has run out, or soon will. */
export const RESOURCES: readonly Rule[] = [
  {
    id: "state.oom",
    title: "out of memory: refuses writes",
    noticed: REFUSES_CHANGES,
    advice: [
      "Raise maxmemory if the host has room, set expiries, or choose an eviction policy that fits what is kept.",
      "Find what grew before you delete anything.",
    ],
    commands: [
      MEMORY,
      BIG_KEYS,
      redisCli("MEMORY DOCTOR", "What Redis itself makes of it"),
      redisCli("CONFIG SET maxmemory 8gb", "Raises the limit until the next restart", "careful"),
    ],
    status: "partial_outage",
    impacts: { cache: "degraded_performance", locks: "major_outage", pubsub: "operational" },
    when: (facts) =>
      named("state.oom")(facts) ||
      (usedShare(facts) >= 1 && facts.maxmemory_policy === "noeviction") ||
      String(facts.write ?? "").startsWith("OOM"),
    evidence: ["used_memory", "maxmemory", "maxmemory_policy", "write"],
  },
  {
    id: "mem.evicting",
    title: "full: throws keys away to make room",
    noticed: "Some cached data is dropped early.",
    noticedNow: (facts) => (String(facts.used_for ?? "").includes("sessions") ? "You may need to sign in again." : ""),
    advice: [
      "Harmless for a cache; queues and sessions can lose entries: they need noeviction or room.",
      "Raise maxmemory, or keep what must not be lost elsewhere.",
    ],
    commands: [MEMORY, redisCli("CONFIG GET maxmemory-policy", "What it throws away"), BIG_KEYS],
    status: "degraded_performance",
    impacts: { cache: "operational", pubsub: "operational" },
    when: (facts) => number(facts, "evicted_per_s") >= 1,
    evidence: ["evicted_per_s", "used_memory", "maxmemory", "maxmemory_policy"],
  },
  {
    id: "mem.limit",
    title: "nearly full",
    noticed: "",
    advice: ["Above 90 % of maxmemory: raise it or find what grows before writes are refused or keys thrown away."],
    commands: [MEMORY, BIG_KEYS],
    status: null,
    when: (facts) => usedShare(facts) >= 0.9 && usedShare(facts) < 1,
    evidence: ["used_memory", "maxmemory", "maxmemory_policy"],
  },
  {
    id: "mem.fragmentation",
    title: "memory is fragmented",
    noticed: "",
    advice: ["The process holds much more memory than its data needs."],
    commands: [
      redisCli("MEMORY DOCTOR", "What Redis itself makes of it"),
      redisCli("CONFIG SET activedefrag yes", "Tidies up while it runs; costs some processor time", "careful"),
      redisCli("MEMORY PURGE", "Gives back what it can at once", "careful"),
    ],
    status: null,
    // The ratio alone lies: 13 on an empty healthy server (redis.md §1).
    when: (facts) =>
      number(facts, "mem_fragmentation_ratio") > 1.5 && number(facts, "mem_fragmentation_bytes") > 100 * MB,
    evidence: ["mem_fragmentation_ratio", "mem_fragmentation_bytes"],
  },
  {
    id: "mem.swapping",
    title: "part of it lies in swap",
    noticed: "",
    advice: [
      "It holds less in memory than its data needs: the host has swapped it out, and answers wait for the disk.",
    ],
    commands: [{ run: "free -m; vmstat 1 5", does: "Memory and swap of the host", danger: "safe" }],
    status: null,
    when: (facts) => number(facts, "mem_fragmentation_ratio") < 0.9 && number(facts, "used_memory") > 100 * MB,
    confidence: 0.7,
    evidence: ["mem_fragmentation_ratio", "used_memory"],
  },
  {
    id: "clients.max",
    title: "maximum number of clients reached",
    noticed: "New connections are refused at times; existing ones work.",
    advice: ["Usually a leak: group the client list by name and address, then end idle ones or raise the limit."],
    commands: [
      redisCli("INFO clients", "How many of how many"),
      redisCli("CLIENT LIST", "Who holds them"),
      redisCli("CONFIG SET maxclients 20000", "Raises the limit until the next restart", "careful"),
      redisCli("CONFIG SET timeout 300", "Ends connections that idle for five minutes", "careful"),
    ],
    status: "degraded_performance",
    when: (facts) => named("clients.max")(facts) || number(facts, "connected_clients") >= number(facts, "maxclients"),
    evidence: ["connected_clients", "maxclients", "rejected_per_s"],
    explains: ["conn.reset", "conn.closed"],
  },
  {
    id: "clients.near_limit",
    title: "nearly out of client connections",
    noticed: "",
    advice: ["Above 90 % of maxclients: find the leak before connections are refused."],
    commands: [redisCli("CLIENT LIST", "Who holds them")],
    status: null,
    when: (facts) => {
      const share = number(facts, "connected_clients") / number(facts, "maxclients");
      return share >= 0.9 && share < 1;
    },
    evidence: ["connected_clients", "maxclients"],
  },
  {
    id: "state.busy",
    title: "a script blocks it",
    noticed: "It does not answer.",
    advice: ["End the script. If it has written already it cannot be ended; then only a stop without saving helps."],
    commands: [
      redisCli("SCRIPT KILL", "Ends a script that has not written", "careful"),
      redisCli("FUNCTION KILL", "The same for a function", "careful"),
      redisCli("SHUTDOWN NOSAVE", "Stops it; loses what was not saved", "destructive"),
    ],
    status: "major_outage",
    impacts: { cache: "degraded_performance", locks: "partial_outage", pubsub: "partial_outage" },
    when: named("state.busy"),
    evidence: ["reply"],
    explains: ["conn.hung", "perf.slow"],
  },
  {
    id: "perf.slow_command",
    title: "slow commands block it",
    noticed: "It is slower than usual.",
    advice: [
      "While one of them runs everyone else waits: replace KEYS by SCAN, cut large ranges and scripts into pieces.",
    ],
    commands: [redisCli("SLOWLOG GET 10", "The slowest commands of late, with what they were asked")],
    status: "degraded_performance",
    when: (facts) => number(facts, "slow_share") >= 0.2,
    evidence: ["slow_command", "slow_ms", "slow_share", "ping_ms"],
    explains: ["perf.slow"],
  },
  {
    id: "perf.fork",
    title: "stalls while it saves",
    noticed: "",
    advice: ["Making a copy of itself for a save takes long: large memory, transparent huge pages, or a slow host."],
    commands: [
      { run: "cat /sys/kernel/mm/transparent_hugepage/enabled", does: "Should say never", danger: "safe" },
      redisCli("LATENCY HISTORY fork", "How long it took of late"),
    ],
    status: null,
    when: (facts) => number(facts, "fork_ms") >= 500,
    evidence: ["fork_ms", "used_memory"],
  },
  {
    id: "persist.rdb_failing",
    title: "cannot save its snapshot: refuses writes",
    noticed: REFUSES_CHANGES,
    advice: [
      "Its disk is full or not writable, or it cannot copy itself (vm.overcommit_memory).",
      "Free disk space, then save; last resort is to let it write without saving.",
    ],
    commands: [
      PERSISTENCE,
      DISK,
      { run: "sysctl vm.overcommit_memory", does: "Should be 1", danger: "safe" },
      redisCli("BGSAVE", "Tries again", "careful"),
      redisCli(
        "CONFIG SET stop-writes-on-bgsave-error no",
        "Accepts writes again, unsaved until the disk is well",
        "destructive",
      ),
    ],
    status: "partial_outage",
    impacts: READ_ONLY,
    when: (facts) =>
      named("persist.rdb_failing")(facts) ||
      (facts.write !== undefined && String(facts.write).startsWith("MISCONF") && facts.aof_last_write_status !== "err"),
    evidence: ["reply", "rdb_last_bgsave_status", "rdb_age_s", "write"],
  },
  {
    id: "persist.aof_failing",
    title: "cannot write its log: refuses writes",
    noticed: REFUSES_CHANGES,
    advice: ["Its disk is full or not writable: free space, and it goes on by itself."],
    commands: [PERSISTENCE, DISK],
    status: "partial_outage",
    impacts: READ_ONLY,
    when: (facts) => named("persist.aof_failing")(facts) || facts.aof_last_write_status === "err",
    evidence: ["reply", "aof_last_write_status"],
  },
  {
    id: "persist.save_failed",
    title: "its last save failed",
    noticed: "",
    advice: ["Writes still go on, and would be lost by a restart. Look at its disk."],
    commands: [PERSISTENCE, DISK, redisCli("BGSAVE", "Tries again", "careful")],
    status: null,
    when: (facts) =>
      facts.rdb_last_bgsave_status === "err" && !named("persist.rdb_failing")(facts) && facts.write !== undefined
        ? facts.write === "ok"
        : facts.rdb_last_bgsave_status === "err" && facts.failure === undefined,
    evidence: ["rdb_last_bgsave_status", "rdb_age_s", "rdb_changes_since_last_save"],
  },
];
