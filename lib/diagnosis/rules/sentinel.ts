import { DOES_NOT_ANSWER, number, type Rule, UNREACHABLE } from "#lib/diagnosis/rule.ts";
import { SECOND } from "#lib/domain/instant.ts";

const MASTER = {
  run: "redis-cli -p 26379 SENTINEL MASTERS",
  does: "On a Sentinel's host: the primary, its flags, its quorum",
  danger: "safe",
} as const;
const QUORUM = {
  run: "redis-cli -p 26379 SENTINEL CKQUORUM MASTER_NAME",
  does: "Whether enough Sentinels live to switch",
  danger: "safe",
} as const;
const FAILOVER = {
  run: "redis-cli -p 26379 SENTINEL FAILOVER MASTER_NAME",
  does: "Switches to a replica by hand; writes it has not got are lost",
  danger: "destructive",
} as const;

/** Sentinels switch about two seconds after they agree (redis.md §0.7). */
const SWITCH_MS = 2 * SECOND;

const SYMPTOMS = [
  "conn.refused",
  "conn.closed",
  "conn.reset",
  "conn.hung",
  "conn.timeout",
  "state.readonly",
  "state.loading",
  "repl.replica_missing",
] as const;

/** The primary is gone and Sentinels may still switch. */
function isSwitching(facts: Parameters<Rule["when"]>[0]): boolean {
  const limitS = (number(facts, "down_after_ms") + number(facts, "failover_timeout_ms")) / SECOND;
  return (
    facts.primary_down === 1 &&
    facts.quorum_ok !== 0 &&
    number(facts, "replicas_good") > 0 &&
    facts.no_good_replica !== 1 &&
    !(number(facts, "primary_down_s") > limitS)
  );
}

/** A deployment of Sentinels: its primary, its standby, and whether it can switch. */
export const SENTINEL: readonly Rule[] = [
  {
    id: "sentinel.failover",
    title: "primary lost: Sentinel switches to a replica",
    noticed: "We are switching to the standby; this usually takes some seconds.",
    advice: [
      "Wait for the switch. Then find out why the former primary went, and start it again: it comes back as a replica.",
    ],
    commands: [MASTER, QUORUM],
    status: "major_outage",
    impacts: UNREACHABLE,
    when: (facts) => number(facts, "sentinels_answering") > 0 && isSwitching(facts),
    evidence: ["primary", "primary_down_s", "replicas_good", "sentinels_answering", "failover_in_progress"],
    explains: SYMPTOMS,
    expected: (facts, now) => {
      const wait = number(facts, "down_after_ms") + SWITCH_MS - number(facts, "primary_down_s") * SECOND;
      if (!(wait > 0)) return null;
      const seconds = Math.ceil((number(facts, "down_after_ms") + SWITCH_MS) / SECOND);
      return {
        at: now + wait,
        basis: `Sentinel switches to a replica about ${seconds} seconds after it loses the primary`,
      };
    },
  },
  {
    id: "sentinel.master_down",
    title: "primary lost, and no standby takes over",
    noticed: DOES_NOT_ANSWER,
    advice: [
      "No replica is fit, too few Sentinels agree, or the switch did not come about in time.",
      "Start the primary, or any replica that has its data; then more Sentinels.",
    ],
    commands: [MASTER, QUORUM, FAILOVER],
    status: "major_outage",
    impacts: UNREACHABLE,
    when: (facts) => facts.primary_down === 1 && number(facts, "sentinels_answering") > 0 && !isSwitching(facts),
    evidence: ["primary", "primary_down_s", "replicas_good", "quorum_ok", "no_good_replica"],
    explains: [...SYMPTOMS, "sentinel.quorum"],
  },
  {
    id: "sentinel.quorum",
    title: "too few Sentinels: no automatic switch",
    noticed: "",
    advice: ["The primary works. If it goes now, nobody switches: start the missing Sentinels."],
    commands: [QUORUM, { run: "systemctl status redis-sentinel", does: "On each host: does it run?", danger: "safe" }],
    status: null,
    when: (facts) => facts.quorum_ok === 0,
    evidence: ["sentinels", "sentinels_answering", "quorum_ok"],
  },
  {
    id: "sentinel.unreachable",
    title: "no Sentinel answers",
    noticed: "New connections may fail; existing ones work.",
    advice: ["Who is connected goes on; whoever asks a Sentinel for the primary gets no answer. Start them."],
    commands: [{ run: "systemctl status redis-sentinel", does: "On each host: does it run?", danger: "safe" }],
    status: "degraded_performance",
    when: (facts) => facts.sentinels_answering === 0,
    evidence: ["sentinels", "sentinels_answering", "primary"],
  },
  {
    id: "sentinel.split_brain",
    title: "two primaries",
    noticed: "",
    advice: [
      "A second node has said for a while that it is the primary: what is written there will be lost. Find its clients.",
    ],
    commands: [MASTER],
    status: null,
    when: (facts) => facts.split_brain === 1,
    evidence: ["primary", "other_primaries"],
  },
];
