import { number, type Rule, redisCli } from "#lib/diagnosis/rule.ts";

const isUsedFor = (used: unknown, role: string) =>
  String(used ?? "")
    .split(", ")
    .includes(role);

/** Who is signed in: sessions that are gone, or may go. */
export const SESSIONS: readonly Rule[] = [
  {
    id: "sessions.lost",
    title: "its sessions are gone",
    noticed: "You may need to sign in again.",
    advice: [
      "Nearly all keys of sessions went at once and did not expire: deleted by hand, by a script, or evicted.",
      "Everybody signs in again: watch the sign-in and what stands behind it for the load.",
    ],
    commands: [
      redisCli("INFO keyspace", "What it holds now"),
      redisCli("INFO stats", "evicted_keys tells whether they were thrown away for want of memory"),
      redisCli("ACL LIST", "Who may delete, asked by an admin"),
    ],
    status: "degraded_performance",
    impacts: { cache: "operational", queue: "operational", locks: "operational", pubsub: "operational" },
    // Where everything is gone, that is the story.
    when: (facts) => number(facts, "session_keys_before") > 0 && facts.lost_by === undefined,
    evidence: ["session_keys_before", "session_keys", "evicted_per_s"],
  },
  {
    id: "sessions.eviction_policy",
    title: "would throw sessions or jobs away when it is full",
    noticed: "",
    advice: [
      "Its policy lets any key go to make room. Sessions and queued jobs that go are lost without a word.",
      "Keep them where the policy is noeviction, or volatile-* with room to spare; caches belong elsewhere.",
    ],
    commands: [
      redisCli("CONFIG GET maxmemory maxmemory-policy", "What it throws away, and when"),
      redisCli("CONFIG SET maxmemory-policy noeviction", "Refuses writes when full, and loses nothing", "careful"),
    ],
    status: null,
    when: (facts) =>
      number(facts, "maxmemory") > 0 &&
      String(facts.maxmemory_policy ?? "").startsWith("allkeys-") &&
      (isUsedFor(facts.used_for, "sessions") || isUsedFor(facts.used_for, "queue")),
    evidence: ["maxmemory_policy", "maxmemory", "used_for"],
  },
];
