import type { DayClass } from "./days.ts";
import type { IncidentImpact, IncidentStatus } from "./incident.ts";
import type { Instant } from "./instant.ts";
import type { MaintenanceStatus } from "./maintenance.ts";
import type { PageSummary } from "./page-summary.ts";
import type { ComponentStatus, EffectiveStatus, ImpactStatus } from "./status.ts";

/** Everything the public page draws, read at one instant. Plain data: no hosts, no error texts, no drafts. */
export type PageSnapshot = {
  page: { id: string; name: string; timeZone: string };
  /** The store's version that was read before anything else: what is drawn is at least as new. */
  version: number;
  /** The instant of reading. */
  at: Instant;
  /** The newest instant at which a monitor confirmed anything; null when nothing is monitored. */
  checkedAt: Instant | null;
  summary: PageSummary;
  /** Ungrouped components come first, in a group without a name. */
  groups: SnapshotGroup[];
  /** Published and unresolved, the newest change first. */
  incidents: SnapshotIncident[];
  /** Found by monitors, and not (yet) part of a published incident. */
  detected: DetectedOutage[];
  /** In progress, or planned within 30 days; soonest first. */
  maintenances: SnapshotMaintenance[];
  /** Published and resolved within 14 days, newest first. */
  past: PastIncident[];
};

export type SnapshotGroup = {
  name: string | null;
  /** What its components are together; only there when somebody has said how they make it. */
  status?: EffectiveStatus;
  components: SnapshotComponent[];
};

export type SnapshotComponent = {
  id: string;
  slug: string;
  name: string;
  description: string | null;
  status: EffectiveStatus;
  /** Latest measured answer time of its monitors; null when none answers or none measures. */
  latencyMs: number | null;
  /** Uptime over the bars' window, in percent, cut off to two decimals and printed ("99.95"); null: nothing counted. */
  uptime: string | null;
  /** Share of the window with evidence, 0 to 1. */
  coverage: number;
  days: SnapshotDay[];
};

/** One bar. `text` says what happened in words, null for a day without anything to say. */
export type SnapshotDay = {
  day: string;
  class: DayClass;
  text: string | null;
  /** The same in ms, for other languages; only there with something to say. */
  spent?: Partial<Record<ComponentStatus, number>>;
};

export type SnapshotIncident = {
  id: string;
  title: string;
  status: IncidentStatus;
  impact: IncidentImpact;
  /** The worst current status among its components; `operational` when none is affected now. */
  tone: EffectiveStatus;
  startedAt: Instant;
  resolvedAt: Instant | null;
  expectedAt: Instant | null;
  components: { name: string; slug: string; status: EffectiveStatus }[];
  /** Since when every monitor of its components passes again; null while one fails or none watches. */
  passingSince: Instant | null;
  automatic: boolean;
  /** Newest first. */
  updates: SnapshotUpdate[];
};

export type SnapshotUpdate = {
  id: string;
  status: IncidentStatus;
  /** Markdown. */
  body: string;
  happenedAt: Instant;
  /** When its words were last changed after they were posted; null: never. */
  editedAt: Instant | null;
  expectedAt: Instant | null;
  impacts: { name: string; from: EffectiveStatus; to: EffectiveStatus }[];
};

export type DetectedOutage = {
  status: ImpactStatus;
  /** The failure class, from which the words for readers follow (lib/diagnosis); not shown itself. */
  cause: string | null;
  since: Instant;
  components: string[];
  expectedAt: Instant | null;
};

export type SnapshotMaintenance = {
  id: string;
  title: string;
  /** Markdown. */
  body: string;
  status: MaintenanceStatus;
  startsAt: Instant;
  endsAt: Instant;
  components: string[];
};

export type PastIncident = {
  id: string;
  title: string;
  startedAt: Instant;
  resolvedAt: Instant;
  impact: IncidentImpact;
};
