import { type AggregateRule, ANY } from "#lib/domain/aggregate.ts";
import type { Signal } from "#lib/domain/damping.ts";
import { type CalendarDay, dailyTallies, dayClass } from "#lib/domain/days.ts";
import { impactOfNeed } from "#lib/domain/dependency.ts";
import { formatDuration } from "#lib/domain/duration.ts";
import { effectiveStatus, signalStatus, type Voice } from "#lib/domain/effective-status.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { maintenanceStatus } from "#lib/domain/maintenance.ts";
import { impactOn } from "#lib/domain/role.ts";
import { type History, type RuleSince, type Stretch, slices } from "#lib/domain/slices.ts";
import type { SnapshotComponent } from "#lib/domain/snapshot.ts";
import type { ComponentStatus, EffectiveStatus } from "#lib/domain/status.ts";
import { formatUptime, type Tally, tally, type UptimeWeights, uptime } from "#lib/domain/uptime.ts";
import type { MaintenanceWithComponents } from "#lib/store/maintenances.ts";
import type { Row } from "#lib/store/schema.ts";
import type { MonitorWithComponents } from "#lib/store/signals.ts";

/** Everything that speaks of components, read at one instant. */
export type Evidence = {
  /** The instant from which on it is complete. */
  from: Instant;
  components: Row<"component">[];
  /** Those that are not asked for, and speak of what is because it needs them. */
  others: readonly Row<"component">[];
  /** Which of them needs which. */
  needs: readonly Row<"component_need">[];
  monitors: readonly MonitorWithComponents[];
  signals: readonly Row<"signal">[];
  intervals: Row<"interval">[];
  maintenances: MaintenanceWithComponents[];
  /** Those that were not withdrawn. */
  corrections: readonly Row<"correction">[];
};

/** Every component as the page draws it: what it is now, its bars, its uptime. */
export function componentsNow(
  evidence: Evidence,
  days: readonly CalendarDay[],
  weights: UptimeWeights,
  now: Instant,
): SnapshotComponent[] {
  const from = (days[0] as CalendarDay).startedAt;
  return evidence.components.map((component) => {
    const cut = slices(historyOf(evidence, component, now), from, now);
    const sums = uptime(tally(cut), weights);
    const bars = dailyTallies(cut, days).map((sum, i) => ({
      day: (days[i] as CalendarDay).day,
      class: dayClass(sum, weights),
      text: dayText(sum),
      ...(dayText(sum) === null ? {} : { spent: sum }),
    }));
    return {
      id: component.id,
      slug: component.slug,
      name: component.name,
      description: component.description,
      status: statusNow(evidence, component, now),
      latencyMs: latencyOf(evidence, component.id),
      uptime: sums.percent === null ? null : formatUptime(sums.percent),
      coverage: sums.coverage,
      days: bars,
    };
  });
}

/** The effective status at `now` (features.md §5.4), staleness and what it needs included. */
export function statusNow(evidence: Evidence, component: Row<"component">, now: Instant): EffectiveStatus {
  return once(
    evidence,
    `now ${component.id} ${now}`,
    () => {
      const voices = voicesOf(evidence, component.id);
      const open = intervalsOf(evidence, component.id).filter((interval) => interval.ended_at === null);
      return effectiveStatus({
        base: voices.length > 0 ? signalStatus(voices, now, ruleOf(component)) : component.baseline,
        needs: needsOf(evidence, component.id).flatMap(({ strength, parent, ended_at }) =>
          ended_at === null ? (impactOfNeed(strength, statusNow(evidence, parent, now)) ?? []) : [],
        ),
        maintenance: evidence.maintenances.flatMap((window) => coveringStatus(window, component.id, now)),
        incidents: open.filter((one) => one.kind === "incident").map((one) => one.status as ComponentStatus),
      });
    },
    "unknown",
  );
}

/** How the component's monitors make its status now. */
export function ruleOf(component: Pick<Row<"component">, "rules">): AggregateRule {
  return rulesOf(component).at(-1)?.rule ?? ANY;
}

function rulesOf({ rules }: Pick<Row<"component">, "rules">): RuleSince[] {
  return rules === "[]" ? [] : (JSON.parse(rules) as RuleSince[]);
}

/** What a component needs and needed, each with the component itself; what was retired since is left out. */
function needsOf(evidence: Evidence, componentId: string) {
  return evidence.needs
    .filter((need) => need.component_id === componentId)
    .flatMap((need) => {
      const isIt = (one: Row<"component">) => one.id === need.needs_id;
      const parent = evidence.components.find(isIt) ?? evidence.others.find(isIt);
      return parent ? [{ ...need, parent }] : [];
    });
}

const worked = new WeakMap<object, Map<string, unknown>>();

/** Works it out once for the same evidence; `inLoop` where it asks for itself, which stores of old may have in them. */
function once<T>({ intervals }: Evidence, key: string, work: () => T, inLoop: T): T {
  const known = worked.get(intervals) ?? new Map<string, unknown>();
  worked.set(intervals, known);
  if (known.has(key)) return known.get(key) as T;
  known.set(key, inLoop);
  const result = work();
  known.set(key, result);
  return result;
}

/** What each monitor that speaks for the component says of it, and when it last looked; 0: never. */
export function voicesOf({ monitors, signals }: Pick<Evidence, "monitors" | "signals">, componentId: string): Voice[] {
  return monitors
    .filter((monitor) => monitor.componentIds.includes(componentId) && monitor.paused_at === null)
    .map((monitor) => {
      const row = signals.find((signal) => signal.monitor_id === monitor.id);
      const said = row ? impactOn(JSON.parse(row.signal) as Signal, monitor.roles[componentId] ?? null) : null;
      return {
        source: monitor.id,
        status: said ?? "unknown",
        observedAt: row?.observed_at ?? 0,
        staleAfterMs: monitor.stale_after_ms,
      };
    });
}

function coveringStatus(window: MaintenanceWithComponents, componentId: string, now: Instant): ComponentStatus[] {
  const times = {
    startsAt: window.starts_at,
    endsAt: window.ends_at,
    publishedAt: window.published_at,
    cancelledAt: window.cancelled_at,
    completedAt: window.completed_at,
  };
  if (maintenanceStatus(times, now) !== "in_progress") return [];
  return window.components.filter((one) => one.componentId === componentId).map((one) => one.status);
}

/** What is known of one component over time. A monitor's open stretch ends where its evidence does. */
export function historyOf(evidence: Evidence, component: Row<"component">, now: Instant): History {
  const intervals = intervalsOf(evidence, component.id);
  const of = (kind: Row<"interval">["kind"]): Stretch[] =>
    intervals
      .filter((one) => one.kind === kind)
      .map((one) => ({ source: one.source_id, status: one.status, startedAt: one.started_at, endedAt: one.ended_at }));
  const lastSeen = (monitorId: string): Instant | null => {
    const monitor = evidence.monitors.find((one) => one.id === monitorId);
    const signal = evidence.signals.find((one) => one.monitor_id === monitorId);
    if (!monitor || !signal) return now;
    return now - signal.observed_at > monitor.stale_after_ms ? signal.observed_at : null;
  };
  const monitors = evidence.monitors
    .filter((monitor) => monitor.componentIds.includes(component.id) && monitor.paused_at === null)
    .map((monitor) => monitor.id);
  return {
    monitoredSince: component.monitored_since,
    monitors,
    signals: of("signal").map((one) => (one.endedAt === null ? { ...one, endedAt: lastSeen(one.source) } : one)),
    baseline: of("baseline"),
    rules: rulesOf(component),
    needs: needStretches(evidence, component.id, now),
    incidents: of("incident"),
    maintenances: evidence.maintenances.flatMap((window) =>
      window.components
        .filter((one) => one.componentId === component.id)
        .map((one) => ({
          startsAt: window.starts_at,
          endsAt: Math.min(
            countedEnd(window),
            window.completed_at ?? window.ends_at,
            window.cancelled_at ?? window.ends_at,
          ),
          publishedAt: window.published_at ?? now,
          status: one.status,
          exemptReason: window.exempt_reason,
        })),
    ),
    corrections: evidence.corrections
      .filter((one) => one.component_id === component.id)
      .map((one) => ({ source: one.id, status: one.status, startedAt: one.started_at, endedAt: one.ended_at })),
  };
}

/** What the state of what a component needs meant to it over time. */
function needStretches(evidence: Evidence, componentId: string, now: Instant): Stretch[] {
  return needsOf(evidence, componentId).flatMap(({ parent, strength, began_at, ended_at }) => {
    const past = once(
      evidence,
      `past ${parent.id} ${now}`,
      () => slices(historyOf(evidence, parent, now), evidence.from, now),
      [],
    );
    const [from, to] = [began_at, ended_at ?? now];
    return past.flatMap((slice) => {
      const status = impactOfNeed(strength, slice.status);
      const stretch = { startedAt: Math.max(slice.startedAt, from), endedAt: Math.min(slice.endedAt, to) };
      return status === null || stretch.endedAt <= stretch.startedAt ? [] : [{ source: parent.id, status, ...stretch }];
    });
  });
}

const sorted = new WeakMap<object, Map<string, Row<"interval">[]>>();

/** The stretches of one component: looked through once for all of them, however many years they reach back. */
function intervalsOf({ intervals }: Evidence, componentId: string): readonly Row<"interval">[] {
  let known = sorted.get(intervals);
  if (!known) {
    known = Map.groupBy(intervals, (one) => one.component_id);
    sorted.set(intervals, known);
  }
  return known.get(componentId) ?? [];
}

/** Time by which running work was extended is not planned, unless somebody said why it is. */
function countedEnd(window: Row<"maintenance">): Instant {
  return window.exempt_reason === null ? (window.planned_end_at ?? window.ends_at) : window.ends_at;
}

/** The slowest of the component's monitors that answered; null when none did. */
function latencyOf(evidence: Evidence, componentId: string): number | null {
  const ids = evidence.monitors
    .filter((monitor) => monitor.componentIds.includes(componentId))
    .map((monitor) => monitor.id);
  const known = evidence.signals.flatMap((signal) =>
    ids.includes(signal.monitor_id) && signal.latency_ms !== null ? [signal.latency_ms] : [],
  );
  return known.length === 0 ? null : Math.max(...known);
}

const DAY_WORDS: [keyof Tally, string][] = [
  ["major_outage", "down"],
  ["partial_outage", "partly down"],
  ["degraded_performance", "slow"],
  ["under_maintenance", "planned work"],
];

/** A day in words: "38 minutes down, 5 minutes slow"; null when there is nothing to say. */
function dayText(sums: Tally): string | null {
  const parts = DAY_WORDS.filter(([status]) => sums[status] > 0).map(
    ([status, word]) => `${formatDuration(sums[status])} ${word}`,
  );
  return parts.length === 0 ? null : parts.join(", ");
}
