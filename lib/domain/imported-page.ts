import type { IncidentImpact, IncidentStatus } from "./incident.ts";
import type { Instant } from "./instant.ts";
import type { ComponentStatus, ImpactStatus } from "./status.ts";

/** What another status page knows, in our words. Ids are the other page's: they stay, and so do links to them. */
export type ImportedPage = {
  groups: { id: string; name: string }[];
  components: {
    id: string;
    name: string;
    description: string | null;
    groupId: string | null;
    watchedSince: Instant;
  }[];
  incidents: ImportedIncident[];
  maintenances: ImportedMaintenance[];
  /** What monitors of the other page saw; of one component they never overlap. */
  stretches: ImportedStretch[];
  /** Monitors that can go on here; each speaks for one component. */
  monitors: ImportedMonitor[];
  /** What could not be taken over, in a sentence each. */
  warnings: string[];
};

/** A time in which a component was so, by what was measured. Its id says which it is when it comes again, longer perhaps. */
export type ImportedStretch = {
  id: string;
  componentId: string;
  status: ImpactStatus | "under_maintenance";
  startedAt: Instant;
  endedAt: Instant;
};

/** `settings`: as status.yaml would have them. */
export type ImportedMonitor = {
  name: string;
  componentId: string;
  settings: { type: string } & Record<string, unknown>;
};

export type ImportedUpdate = {
  id: string;
  status: IncidentStatus;
  body: string;
  postedAt: Instant;
  happenedAt: Instant;
  impacts: { componentId: string; name: string; from: ComponentStatus; to: ImpactStatus }[];
};

export type ImportedIncident = {
  id: string;
  title: string;
  status: IncidentStatus;
  impact: IncidentImpact;
  startedAt: Instant;
  createdAt: Instant;
  updatedAt: Instant;
  monitoringAt: Instant | null;
  resolvedAt: Instant | null;
  /** Oldest first. */
  updates: ImportedUpdate[];
  postmortem: { body: string; publishedAt: Instant } | null;
};

export type ImportedMaintenance = {
  id: string;
  title: string;
  body: string;
  startsAt: Instant;
  endsAt: Instant;
  completedAt: Instant | null;
  createdAt: Instant;
  updatedAt: Instant;
  componentIds: string[];
};
