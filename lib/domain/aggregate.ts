import { type ComponentStatus, type EffectiveStatus, severity, worstStatus } from "./status.ts";

/** How the statuses of several members make one (features.md §1 B5). */
export const RULE_KINDS = ["any", "all", "quorum", "weighted"] as const;

/**
 * `any`: every member is needed, so the worst of them counts. `all`: one that works is enough, so the best counts.
 * `quorum`: `needed` members must work, so the status is that of the needed-th best. `weighted`: by the share that is
 * lost; a member without a weight has 1.
 */
export type AggregateRule =
  | { kind: "any" }
  | { kind: "all" }
  | { kind: "quorum"; needed: number }
  | { kind: "weighted"; weights: Readonly<Record<string, number>> };

export const ANY: AggregateRule = { kind: "any" };

export type Member = { id: string; status: EffectiveStatus };

/**
 * What the members are together; `operational` when there are none. Never operational while a member that is not known
 * could make it worse: then it is `unknown`, unless those that are known are bad enough by themselves.
 */
export function aggregate(rule: AggregateRule, members: readonly Member[]): EffectiveStatus {
  const atBest = judge(rule, members, "operational");
  if (atBest !== "operational") return atBest;
  return judge(rule, members, "major_outage") === "operational" ? "operational" : "unknown";
}

type Known = { id: string; status: ComponentStatus };

function judge(rule: AggregateRule, members: readonly Member[], unknownAs: ComponentStatus): ComponentStatus {
  const known: Known[] = members.map(({ id, status }) => ({ id, status: status === "unknown" ? unknownAs : status }));
  if (rule.kind === "weighted") return weighed(known, rule.weights);
  const statuses = known.map((one) => one.status).sort((a, b) => severity(a) - severity(b));
  const needed = rule.kind === "any" ? statuses.length : rule.kind === "all" ? 1 : rule.needed;
  return statuses[Math.min(Math.max(needed, 1), statuses.length) - 1] ?? "operational";
}

/** How much of a member is lost by its status. */
const LOST: Record<ComponentStatus, number> = {
  operational: 0,
  under_maintenance: 0,
  degraded_performance: 0.25,
  partial_outage: 0.5,
  major_outage: 1,
};

function weighed(members: readonly Known[], weights: Readonly<Record<string, number>>): ComponentStatus {
  const counted = members.flatMap(({ id, status }) => {
    const weight = weights[id] ?? 1;
    return weight > 0 ? [{ status, weight }] : [];
  });
  if (counted.length === 0) return worstStatus(members.map((one) => one.status));
  const whole = counted.reduce((sum, one) => sum + one.weight, 0);
  const lost = counted.reduce((sum, one) => sum + one.weight * LOST[one.status], 0) / whole;
  // Sums of fractions are a little off: what is lost as a whole must still count as the whole.
  if (lost > 1 - 1e-9) return "major_outage";
  if (lost > 0.5 - 1e-9) return "partial_outage";
  if (lost > 0) return "degraded_performance";
  return counted.every((one) => one.status === "under_maintenance") ? "under_maintenance" : "operational";
}
