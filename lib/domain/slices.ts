import { effectiveStatus } from "./effective-status.ts";
import type { Instant } from "./instant.ts";
import { type ComponentStatus, type EffectiveStatus, worstStatus } from "./status.ts";

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
  /** The monitors that speak for it; empty: the operator's baseline does. */
  monitors: readonly string[];
  signals: readonly Stretch[];
  baseline: readonly Stretch[];
  incidents: readonly Stretch[];
  maintenances: readonly PlannedWindow[];
};

export type Slice = { startedAt: Instant; endedAt: Instant; status: EffectiveStatus };

type Edge = {
  at: Instant;
  kind: "signal" | "baseline" | "incident" | "maintenance";
  source: string;
  status: EffectiveStatus | null;
};

/**
 * Cuts [from, to) at every change of anything that speaks of the component.
 *
 * Starts no earlier than the component has been watched. One sweep over sorted
 * edges: ten years cost no more than their changes.
 */
export function slices(history: History, from: Instant, to: Instant): Slice[] {
  const start = Math.max(from, history.monitoredSince);
  if (start >= to) return [];
  const edges = collectEdges(history, start, to);
  const open = { signal: new Map(), baseline: new Map(), incident: new Map(), maintenance: new Map() } satisfies Open;
  const result: Slice[] = [];
  let at = start;
  for (let i = 0; i <= edges.length; i += 1) {
    const edge = edges[i];
    const until = edge ? edge.at : to;
    if (until > at) {
      push(result, { startedAt: at, endedAt: until, status: statusOf(history, open) });
      at = until;
    }
    if (!edge) break;
    if (edge.status === null) open[edge.kind].delete(edge.source);
    else open[edge.kind].set(edge.source, edge.status);
  }
  return result;
}

type Open = Record<Edge["kind"], Map<string, EffectiveStatus>>;

function push(result: Slice[], slice: Slice): void {
  const last = result.at(-1);
  if (last && last.status === slice.status) last.endedAt = slice.endedAt;
  else result.push(slice);
}

function statusOf(history: History, open: Open): EffectiveStatus {
  const known = (map: Map<string, EffectiveStatus>) => [...map.values()].filter((status) => status !== "unknown");
  let base: EffectiveStatus = worstStatus(known(open.baseline));
  if (history.monitors.length > 0) {
    // A monitor without a stretch was not looking: that is not the same as all being well.
    base = worstStatus(known(open.signal));
    const allSpeak = history.monitors.every((id) => (open.signal.get(id) ?? "unknown") !== "unknown");
    if (base === "operational" && !allSpeak) base = "unknown";
  }
  return effectiveStatus({ base, maintenance: known(open.maintenance), incidents: known(open.incident) });
}

function collectEdges(history: History, start: Instant, to: Instant): Edge[] {
  const edges: Edge[] = [];
  const add = (kind: Edge["kind"], source: string, status: EffectiveStatus, begins: Instant, ends: Instant | null) => {
    if (begins >= to || (ends !== null && (ends <= start || ends <= begins))) return;
    edges.push({ at: Math.max(begins, start), kind, source, status });
    if (ends !== null && ends < to) edges.push({ at: ends, kind, source, status: null });
  };
  for (const s of history.signals) add("signal", s.source, s.status, s.startedAt, s.endedAt);
  for (const s of history.baseline) add("baseline", s.source, s.status, s.startedAt, s.endedAt);
  for (const s of history.incidents) add("incident", s.source, s.status, s.startedAt, s.endedAt);
  history.maintenances.forEach((window, i) => {
    const begins = window.exemptReason === null ? Math.max(window.startsAt, window.publishedAt) : window.startsAt;
    add("maintenance", String(i), window.status, begins, window.endsAt);
  });
  // At one instant an ending comes before a beginning of the same source.
  return edges.sort((a, b) => a.at - b.at || Number(a.status !== null) - Number(b.status !== null));
}
