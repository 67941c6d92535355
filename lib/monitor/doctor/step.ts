import { operatorWords } from "#lib/diagnosis/words.ts";
import type { Facts } from "#lib/domain/diagnosis.ts";
import type { Failure } from "#lib/monitor/redis/classify.ts";

export type StepName = "dns" | "tcp" | "tls" | "auth" | "ping" | "role" | "info" | "write";

/** One step on the way to a working Redis. Free of secrets. */
export type Step = {
  step: StepName;
  /** `note`: works, and something is worth knowing; `skipped`: does not apply, or an earlier step failed. */
  result: "ok" | "note" | "failed" | "skipped";
  says: string;
  cause?: string;
  advice?: readonly string[];
  commands?: readonly { run: string; does: string; danger: "safe" | "careful" | "destructive" }[];
};

/** A step that failed with a class of the table: its words, its advice, its commands. */
export function failedStep(step: StepName, failure: Failure, facts: Facts): Step {
  const { title, advice, commands } = operatorWords(failure.cause, facts);
  const says = `${title} (${failure.reply ?? failure.code})`;
  return { step, result: "failed", says, cause: failure.cause, advice, commands };
}

export function skipped(step: StepName, says: string): Step {
  return { step, result: "skipped", says };
}
