import { type AggregateRule, ANY, aggregate, type Member } from "./aggregate.ts";
import { effectiveStatus } from "./effective-status.ts";
import type { Instant } from "./instant.ts";
import { COMPONENT_STATUSES, type ComponentStatus, type EffectiveStatus, severity } from "./status.ts";

/** A stretch of one status from one source; `endedAt` null: it still goes on. */
export type Stretch = { source: string; status: EffectiveStatus; startedAt: Instant; endedAt: Instant | null };

/** A planned window as the uptime rules see it (features.md §4.2 rule 9). */
export type PlannedWindow = {
  startsAt: Instant;
  endsAt: Instant;
  publishedAt: Instant;
  status: ComponentStatus;
  /** Why a window published late counts from its start all the same; null: it does not. */
  exemptReason: string | null;
};

/** Everything that ever spoke of one component. */
export type History = {
  monitoredSince: Instant;
  /** The monitors that speak for it now; empty: the operator's baseline does. */
  monitors: readonly string[];
  /** What monitors found, those included that no longer speak for it. */
  signals: readonly Stretch[];
  /** What operators said while no monitor spoke for it. */
  baseline: readonly Stretch[];
  incidents: readonly Stretch[];
  maintenances: readonly PlannedWindow[];
  /** By which rule its monitors were heard, each from its instant on, oldest first; before the first: any. */
  rules?: readonly RuleSince[];
  /** What the state of what it needs meant to it. */
  needs?: readonly Stretch[];
  /** What it really was, said afterwards: outranks everything that was recorded. */
  corrections?: readonly Stretch[];
};

/** A rule from the instant on at which somebody chose it: what was before stays as it was judged. */
export type RuleSince = { from: Instant; rule: AggregateRule };

export type Slice = { startedAt: Instant; endedAt: Instant; status: EffectiveStatus };

/**
 * Cuts [from, to) at every change of anything that speaks of the component.
 *
 * Starts no earlier than the component has been watched. One sweep over sorted
 * edges: ten years cost no more than their changes. A monitor without a stretch
 * was not looking: between its first stretch and the end of its service that is
 * `unknown`, not well. Before the first monitor came, the baseline speaks.
 */
export function slices(history: History, from: Instant, to: Instant): Slice[] {
  const start = Math.max(from, history.monitoredSince);
  if (start >= to) return [];
  const heard: Heard = {
    signal: noneOpen(),
    baseline: noneOpen(),
    incident: noneOpen(),
    maintenance: noneOpen(),
    correction: noneOpen(),
    need: noneOpen(),
    rule: ANY,
    monitors: new Map(),
    onDuty: 0,
    speaking: 0,
  };
  const result: Slice[] = [];
  let at = start;
  for (const edge of collectEdges(history, start, to)) {
    if (edge.at > at) push(result, { startedAt: at, endedAt: edge.at, status: statusOf(history, heard) });
    at = edge.at;
    apply(heard, edge);
  }
  push(result, { startedAt: at, endedAt: to, status: statusOf(history, heard) });
  return result;
}

type Voice = "signal" | "baseline" | "incident" | "maintenance" | "correction" | "need";
type Edge =
  | { at: Instant; kind: Voice | "duty"; source: string; status: EffectiveStatus; by: 1 | -1 }
  | { at: Instant; kind: "rule"; rule: AggregateRule };
type Standing = { duty: number; known: number; unknown: number; open: number[] };

/** What is being said at one instant of the sweep: stretches open per severity, and how the monitors stand. */
type Heard = Record<Voice, number[]> & {
  rule: AggregateRule;
  monitors: Map<string, Standing>;
  onDuty: number;
  speaking: number;
};

function noneOpen(): number[] {
  return COMPONENT_STATUSES.map(() => 0);
}

function push(result: Slice[], slice: Slice): void {
  const last = result.at(-1);
  if (last && last.status === slice.status) last.endedAt = slice.endedAt;
  else result.push(slice);
}

function apply(heard: Heard, edge: Edge): void {
  if (edge.kind === "rule") {
    heard.rule = edge.rule;
    return;
  }
  const { kind, source, status, by } = edge;
  if (kind !== "duty" && status !== "unknown") (heard[kind][severity(status)] as number) += by;
  if (kind !== "duty" && kind !== "signal") return;
  const monitor = heard.monitors.get(source) ?? { duty: 0, known: 0, unknown: 0, open: noneOpen() };
  heard.monitors.set(source, monitor);
  const [wasOnDuty, wasSpeaking] = standing(monitor);
  if (kind === "duty") monitor.duty += by;
  else monitor[status === "unknown" ? "unknown" : "known"] += by;
  if (kind === "signal" && status !== "unknown") (monitor.open[severity(status)] as number) += by;
  const [isOnDuty, isSpeaking] = standing(monitor);
  heard.onDuty += Number(isOnDuty) - Number(wasOnDuty);
  heard.speaking += Number(isSpeaking) - Number(wasSpeaking);
}

function standing(monitor: Standing): [onDuty: boolean, speaking: boolean] {
  const onDuty = monitor.duty > 0;
  return [onDuty, onDuty && monitor.known > 0 && monitor.unknown === 0];
}

function statusOf(history: History, heard: Heard): EffectiveStatus {
  const [corrected] = worstOf(heard.correction);
  if (corrected) return corrected;
  return effectiveStatus({
    base: baseOf(history, heard),
    needs: worstOf(heard.need),
    maintenance: worstOf(heard.maintenance),
    incidents: worstOf(heard.incident),
  });
}

function baseOf(history: History, heard: Heard): EffectiveStatus {
  if (heard.onDuty === 0)
    return worstOf(heard.baseline)[0] ?? (history.monitors.length > 0 ? "unknown" : "operational");
  if (heard.rule.kind !== "any") return aggregate(heard.rule, membersOf(heard));
  const worst = worstOf(heard.signal)[0] ?? "operational";
  return worst === "operational" && heard.speaking < heard.onDuty ? "unknown" : worst;
}

function membersOf(heard: Heard): Member[] {
  const members: Member[] = [];
  for (const [id, monitor] of heard.monitors) {
    const [onDuty, speaking] = standing(monitor);
    if (onDuty) members.push({ id, status: speaking ? (worstOf(monitor.open)[0] ?? "operational") : "unknown" });
  }
  return members;
}

/** The worst of the open stretches; empty when none is open. */
function worstOf(open: readonly number[]): ComponentStatus[] {
  const worst = COMPONENT_STATUSES[open.findLastIndex((count) => count > 0)];
  return worst ? [worst] : [];
}

function collectEdges(history: History, start: Instant, to: Instant): Edge[] {
  const edges: Edge[] = [];
  const add = (kind: Voice | "duty", of: Stretch) => {
    const [begins, ends] = [Math.max(of.startedAt, start), of.endedAt ?? to];
    if (begins >= to || ends <= begins) return;
    edges.push({ at: begins, kind, source: of.source, status: of.status, by: 1 });
    if (ends < to) edges.push({ at: ends, kind, source: of.source, status: of.status, by: -1 });
  };
  for (const stretch of history.signals) add("signal", stretch);
  for (const stretch of history.baseline) add("baseline", stretch);
  for (const stretch of history.incidents) add("incident", stretch);
  for (const stretch of history.corrections ?? []) add("correction", stretch);
  for (const stretch of history.needs ?? []) add("need", stretch);
  for (const { from, rule } of history.rules ?? [])
    if (from < to) edges.push({ at: Math.max(from, start), kind: "rule", rule });
  for (const { startsAt, endsAt, publishedAt, exemptReason, status } of history.maintenances) {
    const startedAt = exemptReason === null ? Math.max(startsAt, publishedAt) : startsAt;
    add("maintenance", { source: "", status, startedAt, endedAt: endsAt });
  }
  for (const stretch of timesOfDuty(history)) add("duty", stretch);
  return edges.sort((a, b) => a.at - b.at);
}

/** When each monitor had to speak: from its first stretch on, and until its last if it no longer serves. */
function timesOfDuty(history: History): Stretch[] {
  const serving = new Set(history.monitors);
  const duties = new Map<string, Stretch>();
  for (const { source, startedAt, endedAt } of history.signals) {
    if (endedAt !== null && endedAt <= startedAt) continue;
    const duty = duties.get(source) ?? { source, status: "unknown", startedAt, endedAt };
    const endless = serving.has(source) || duty.endedAt === null || endedAt === null;
    duties.set(source, {
      ...duty,
      startedAt: Math.min(duty.startedAt, startedAt),
      endedAt: endless ? null : Math.max(duty.endedAt as Instant, endedAt as Instant),
    });
  }
  return [...duties.values()];
}
