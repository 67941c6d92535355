import type { Expectation, Facts } from "#lib/domain/diagnosis.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { RoleImpacts } from "#lib/domain/role.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";

/** A command an operator can copy. `{host}`, `{port}` and other names of facts are filled in; it never holds a secret. */
export type Command = {
  run: string;
  /** What it tells or changes. */
  does: string;
  /** `safe` reads only; `careful` changes something that can be undone; `destructive` can lose data. */
  danger: "safe" | "careful" | "destructive";
};

/**
 * One failure class: how facts give it away, what it means, what to say and what to do.
 *
 * Adding one is one entry in one file of rules/. Source of the classes: shared/reference/redis.md §1.
 */
export type Rule = {
  id: string;
  /** For operators, after the monitor's name: "out of memory: refuses writes". */
  title: string;
  /** For readers: what they notice, without names of machines. Empty when they notice nothing. */
  noticed: string;
  /** The same with what was measured ("about 6 minutes"), for what is posted at that moment. */
  noticedNow?: (facts: Facts) => string;
  /** For operators: what it usually is and what to do, the harmless first. */
  advice: readonly string[];
  /** Read-only ones first. */
  commands: readonly Command[];
  /** What it means for who uses the target; null: a note, nobody notices anything yet. */
  status: ImpactStatus | null;
  /** Where a role is hit otherwise than `status` says. */
  impacts?: RoleImpacts;
  when: (facts: Facts) => boolean;
  /** 0 to 1; 1 when not given: the facts leave no other reading. */
  confidence?: number;
  /** Names of the facts it rests on, shown as evidence when they were visible. */
  evidence: readonly string[];
  /** Nothing is called over while this note is true: replicas catch up, a backlog drains. */
  holdsRecovery?: true;
  /** Causes that are only this one's symptoms: they rank behind it. */
  explains?: readonly string[];
  /** When the target itself says how long it will take. */
  expected?: (facts: Facts, now: Instant) => Expectation | null;
};

/** A fact as a number; NaN when it was not visible, so that every comparison with it is false. */
export function number(facts: Facts, name: string): number {
  const value = facts[name];
  return value === undefined || value === "" ? Number.NaN : Number(value);
}

/** The probe has named the class itself (a socket error, an error reply, a failed check). */
export function named(...ids: readonly string[]): (facts: Facts) => boolean {
  return (facts) => ids.includes(String(facts.failure));
}

/** A command line of redis-cli against the watched target. */
export function redisCli(command: string, does: string, danger: Command["danger"] = "safe"): Command {
  return { run: `redis-cli -h {host} -p {port} ${command}`, does, danger };
}

export const DOES_NOT_ANSWER = "It does not answer.";
export const REFUSES_CHANGES = "Changes cannot be saved at the moment; reading works.";

/** Unreachable: what was only kept there for speed is slower; what lives there is gone for the moment. */
export const UNREACHABLE: RoleImpacts = {
  cache: "degraded_performance",
  locks: "partial_outage",
  pubsub: "partial_outage",
};

/** Reads work, every write is refused: taking a job from a queue is a write, publishing is not. */
export const READ_ONLY: RoleImpacts = {
  cache: "degraded_performance",
  queue: "major_outage",
  locks: "major_outage",
  pubsub: "operational",
};
