import { type ComponentStatus, type EffectiveStatus, severity } from "./status.ts";

/** How much a component needs another: `hard`, it cannot work without; `soft`, it works worse. */
export const STRENGTHS = ["hard", "soft"] as const;
export type Strength = (typeof STRENGTHS)[number];

/** One component needs another (features.md §1 B6). */
export type Need = { componentId: string; needsId: string; strength: Strength };

/**
 * What the state of what a component needs means to it; null: nothing. What is not known of the other says nothing of
 * this one, which has evidence of its own.
 */
export function impactOfNeed(strength: Strength, status: EffectiveStatus): ComponentStatus | null {
  if (status === "unknown" || status === "operational") return null;
  if (strength === "hard") return status;
  return status === "partial_outage" || status === "major_outage" ? "degraded_performance" : null;
}

/** Whether a component that needs `needsId` would in the end need itself. */
export function wouldLoop(needs: readonly Need[], componentId: string, needsId: string): boolean {
  return componentId === needsId || neededBy(needs, needsId).has(componentId);
}

/** Everything a component needs, and what that needs in turn. */
export function neededBy(needs: readonly Need[], componentId: string): Set<string> {
  return reach(componentId, (id) => needs.filter((one) => one.componentId === id).map((one) => one.needsId));
}

/** Every component that needs this one, directly or through others. */
export function dependentsOf(needs: readonly Need[], componentId: string): Set<string> {
  return reach(componentId, (id) => needs.filter((one) => one.needsId === id).map((one) => one.componentId));
}

function reach(from: string, next: (id: string) => readonly string[]): Set<string> {
  const found = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const one of next(id)) {
      if (found.has(one)) continue;
      found.add(one);
      open.push(one);
    }
  }
  return found;
}

/** What the given states mean to everything that needs them, directly or through others; those given are not in it. */
export function derivedImpacts(
  needs: readonly Need[],
  given: ReadonlyMap<string, ComponentStatus>,
): Map<string, ComponentStatus> {
  const all = new Map(given);
  const open = [...given.keys()];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const need of needs.filter((one) => one.needsId === id)) {
      const impact = impactOfNeed(need.strength, all.get(id) as ComponentStatus);
      const before = all.get(need.componentId) ?? "operational";
      if (impact === null || given.has(need.componentId) || severity(impact) <= severity(before)) continue;
      all.set(need.componentId, impact);
      open.push(need.componentId);
    }
  }
  for (const id of given.keys()) all.delete(id);
  return all;
}
