import type { Diagnosis, Expectation, Facts } from "#lib/domain/diagnosis.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { severity } from "#lib/domain/status.ts";
import { RULES, ruleOf } from "./rules/index.ts";

/**
 * Every explanation the facts allow, the likeliest first; empty when all is well.
 *
 * A cause that another one explains ranks behind it; then the graver, then the surer. Notes come last.
 */
export function diagnose(facts: Facts): Diagnosis[] {
  const matching = RULES.filter((rule) => rule.when(facts));
  const symptoms = new Set(matching.flatMap((rule) => rule.explains ?? []));
  const found = matching.map(
    (rule): Diagnosis => ({
      cause: rule.id,
      confidence: rule.confidence ?? 1,
      status: rule.status,
      impacts: rule.impacts ?? {},
      ...(rule.holdsRecovery ? { holdsRecovery: true } : {}),
      evidence: rule.evidence.flatMap((name) => {
        const value = facts[name];
        return value === undefined ? [] : [[name, value] as const];
      }),
    }),
  );
  const rank = (one: Diagnosis) => (one.status === null ? -1 : severity(one.status));
  return found.toSorted(
    (a, b) =>
      Number(symptoms.has(a.cause)) - Number(symptoms.has(b.cause)) || rank(b) - rank(a) || b.confidence - a.confidence,
  );
}

/** When the leading cause is expected to be over, if the facts themselves say so; null when they do not. */
export function expectationOf(diagnoses: readonly Diagnosis[], facts: Facts, now: Instant): Expectation | null {
  const [leading] = diagnoses;
  return (leading && ruleOf(leading.cause)?.expected?.(facts, now)) ?? null;
}

/** What a probe's facts amount to: status and cause of the leading diagnosis, everything else beside it. */
export function judgeFacts(
  facts: Facts,
  now: Instant,
): Pick<Observation, "status" | "cause" | "impacts" | "diagnoses" | "expected"> {
  const diagnoses = diagnose(facts);
  const leading = diagnoses.find((one) => one.status !== null);
  const expected = leading ? expectationOf([leading], facts, now) : null;
  return {
    // A failure that is only a note (a wrong password of ours) hides the target: nothing can be said of it.
    status: leading?.status ?? (facts.failure === undefined ? "operational" : null),
    cause: leading?.cause ?? (facts.failure === undefined ? null : String(facts.failure)),
    ...(leading ? { impacts: leading.impacts } : {}),
    diagnoses,
    ...(expected ? { expected } : {}),
  };
}
