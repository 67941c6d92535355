import { READ_ONLY, REFUSES_CHANGES, type Rule, redisCli } from "#lib/diagnosis/rule.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { ROLES, type Role, type RoleImpacts } from "#lib/domain/role.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";

/** Refusals that have a rule of their own. */
const KNOWN = /^(ok$|OOM|READONLY|MISCONF|NOREPLICAS|CLUSTERDOWN)/;

/** A fact that was measured and is not as it should be. */
function fails(name: string): (facts: Facts) => boolean {
  return (facts) => facts[name] !== undefined && facts[name] !== "ok";
}

/** Only these roles notice anything. */
function onlyFor(hit: Partial<Record<Role, ImpactStatus>>): RoleImpacts {
  return Object.fromEntries(ROLES.map((role) => [role, hit[role] ?? "operational"]));
}

/** It answers, and does not do what it is used for: found by doing it. */
export const CAPABILITIES: readonly Rule[] = [
  {
    id: "write.refused",
    title: "does not take writes",
    noticed: REFUSES_CHANGES,
    advice: [
      "Its own words stand in the evidence; “late” means that a write waits although PING is answered: writes are paused.",
      "Reads work: find out what stands in the way of writing.",
    ],
    commands: [redisCli("INFO", "Role, memory, persistence"), redisCli("LASTSAVE", "When it last saved")],
    status: "partial_outage",
    impacts: READ_ONLY,
    when: (facts) => fails("write")(facts) && !KNOWN.test(String(facts.write)),
    confidence: 0.8,
    evidence: ["write", "role", "used_memory", "maxmemory"],
  },
  {
    id: "read.failing",
    title: "does not give back what was written",
    noticed: "What was saved a moment ago cannot be found.",
    advice: ["Keys are thrown away at once (memory is full), or reads go to another server than writes."],
    commands: [
      redisCli("INFO memory", "Full, and throwing keys away?"),
      redisCli("INFO replication", "Which one is this?"),
    ],
    status: "partial_outage",
    impacts: { cache: "degraded_performance", pubsub: "operational" },
    when: fails("read"),
    confidence: 0.9,
    evidence: ["read", "write", "evicted_per_s", "role"],
  },
  {
    id: "expiry.late",
    title: "keys do not expire",
    noticed: "Some things last longer than they should.",
    advice: ["The clock of its host was set back, or it is a replica that waits for its primary to expire keys."],
    commands: [redisCli("TIME", "Its clock"), redisCli("INFO replication", "Its role")],
    status: "degraded_performance",
    impacts: onlyFor({ sessions: "degraded_performance", cache: "degraded_performance", locks: "partial_outage" }),
    when: fails("expiry"),
    confidence: 0.9,
    evidence: ["expiry", "role"],
  },
  {
    id: "queue.no_wake",
    title: "does not wake who waits on a list",
    noticed: "New tasks are not started.",
    advice: ["Workers that wait with BLPOP get nothing: look for a paused server or a proxy that does not carry it."],
    commands: [redisCli("CLIENT LIST", "Who waits, and since when")],
    status: "partial_outage",
    impacts: onlyFor({ queue: "major_outage" }),
    when: fails("blocking_pop"),
    confidence: 0.9,
    evidence: ["blocking_pop", "blocked_clients"],
  },
  {
    id: "pubsub.lost",
    title: "published messages do not arrive",
    noticed: "Live updates do not arrive.",
    advice: ["Publisher and listener may be on different servers, or the listener is cut for being too slow."],
    commands: [
      redisCli("PUBSUB CHANNELS", "Which channels have listeners"),
      redisCli("CONFIG GET client-output-buffer-limit", "When slow listeners are cut"),
    ],
    status: "partial_outage",
    impacts: onlyFor({ pubsub: "major_outage" }),
    when: fails("publish"),
    confidence: 0.9,
    evidence: ["publish"],
  },
  {
    id: "repl.write_unconfirmed",
    title: "no replica confirms writes",
    noticed: "",
    advice: ["What is written now would be lost with this server: its replicas are late or gone."],
    commands: [redisCli("INFO replication", "Its replicas and how far they are behind")],
    status: null,
    when: fails("write_replicated"),
    confidence: 0.9,
    evidence: ["write_replicated", "connected_slaves", "replica_lag_s", "replica_lag_bytes"],
  },
];
