import type { AggregateRule } from "./aggregate.ts";
import type { IncidentImpact, IncidentStatus } from "./incident.ts";
import type { Instant } from "./instant.ts";
import type { MaintenanceStatus } from "./maintenance.ts";
import type { PageSummary } from "./page-summary.ts";
import type { EffectiveStatus } from "./status.ts";

/** Everything that machines are told of the page, read at one instant. Plain data: no drafts, no operators' facts. */
export type Publication = {
  page: { id: string; name: string; timeZone: string; updatedAt: Instant };
  /** The store's version that was read before anything else. */
  version: number;
  at: Instant;
  summary: PageSummary;
  groups: PublishedGroup[];
  /** In the order of the page: those without a group first. */
  components: PublishedComponent[];
  /** Every open one and the newest of the others, newest first. */
  incidents: PublishedIncident[];
  /** Every one that is not over and the newest of the others, newest first. */
  maintenances: PublishedMaintenance[];
};

export type PublishedGroup = {
  id: string;
  name: string;
  /** How its components make its own status; any when nobody has said. */
  rule?: AggregateRule;
};

export type PublishedComponent = {
  id: string;
  slug: string;
  name: string;
  description: string | null;
  groupId: string | null;
  status: EffectiveStatus;
  watchedSince: Instant;
  createdAt: Instant;
  /** When it was last defined anew, or changed its status. */
  updatedAt: Instant;
};

/** Once its postmortem is public, an incident is no longer only resolved. */
export type StoryStatus = IncidentStatus | "postmortem";

export type PublishedIncident = {
  id: string;
  title: string;
  status: StoryStatus;
  /** The gravest it ever had. */
  impact: IncidentImpact;
  startedAt: Instant;
  createdAt: Instant;
  updatedAt: Instant;
  monitoringAt: Instant | null;
  resolvedAt: Instant | null;
  expectedAt: Instant | null;
  componentIds: string[];
  /** Newest first; never empty. */
  updates: PublishedUpdate<StoryStatus>[];
};

export type PublishedUpdate<Status> = {
  id: string;
  status: Status;
  /** Markdown. */
  body: string;
  happenedAt: Instant;
  postedAt: Instant;
  /** When its words were last changed; as posted when never. */
  changedAt: Instant;
  notified: boolean;
  /** `name`: the component's at that time. */
  impacts: { componentId: string; name: string; from: EffectiveStatus; to: EffectiveStatus }[];
};

/** A window that is published is never a draft. */
export type WorkStatus = Exclude<MaintenanceStatus, "draft">;

export type PublishedMaintenance = {
  id: string;
  title: string;
  /** Markdown. */
  body: string;
  status: WorkStatus;
  startsAt: Instant;
  endsAt: Instant;
  createdAt: Instant;
  /** When its plan was last written, or its status last changed. */
  updatedAt: Instant;
  /** When it was completed or cancelled; null before. */
  overAt: Instant | null;
  /** Grows with every change of the plan. */
  revision: number;
  componentIds: string[];
  /** Newest first; never empty. */
  updates: PublishedUpdate<WorkStatus>[];
};
