import { z } from "zod";
import { type AggregateRule, RULE_KINDS } from "#lib/domain/aggregate.ts";

const MOST = 1_000;

/** The fields in which a rule is chosen; the weights stand in `weight.ID`. */
export const ruleFields = {
  rule: z.enum(RULE_KINDS, "Choose how they count."),
  needed: z.coerce.number("Give a number.").int("Give a whole number.").min(1, "At least one.").max(MOST).catch(1),
};

const WEIGHT = "weight.";

/** The rule a form chose. Weights that are no number from 0 to 1,000 count as 1. */
export function ruleIn(
  { rule, needed }: { rule: AggregateRule["kind"]; needed: number },
  values: Readonly<Record<string, string>>,
): AggregateRule {
  if (rule === "quorum") return { kind: "quorum", needed };
  if (rule !== "weighted") return { kind: rule };
  const weights = Object.entries(values).flatMap(([field, value]) => {
    const weight = Number(value);
    const isWeight = field.startsWith(WEIGHT) && value.trim() !== "" && weight >= 0 && weight <= MOST;
    return isWeight ? [[field.slice(WEIGHT.length), weight] as const] : [];
  });
  return { kind: "weighted", weights: Object.fromEntries(weights) };
}
