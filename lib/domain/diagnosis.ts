import type { Instant } from "./instant.ts";
import type { RoleImpacts } from "./role.ts";
import type { ImpactStatus } from "./status.ts";

/** Named values measured in one look at a target. A name that is absent was not visible: never an alarm. */
export type Facts = Readonly<Record<string, string | number>>;

/** When things are expected to be well again, and why anyone should believe it. */
export type Expectation = {
  /** Likely by then. */
  at: Instant;
  /** What it rests on, for operators and readers: "it reads its data and says 60 seconds are left". */
  basis: string;
};

/** One explanation of what a probe found. Its words, advice and commands stand in the table of lib/diagnosis. */
export type Diagnosis = {
  /** Id of the rule: `state.oom`. */
  cause: string;
  /** 0 to 1: how sure the rule is. */
  confidence: number;
  /** What it means for who uses the target; null: a note for operators, nobody notices anything yet. */
  status: ImpactStatus | null;
  impacts: RoleImpacts;
  /** While it is true, a recovery is not announced yet: replicas catch up, a backlog drains. */
  holdsRecovery?: true;
  /** The facts it rests on, as measured; already free of secrets. */
  evidence: readonly (readonly [name: string, value: string | number])[];
};
