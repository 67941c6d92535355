import type { Instant } from "./instant.ts";
import type { PageSnapshot, PastIncident, SnapshotIncident, SnapshotMaintenance } from "./snapshot.ts";

/** What an incident's own page tells beside the incident itself. */
export type IncidentPast = {
  /** What its updates said before their words were changed, by the update's id, oldest first. */
  edits: Readonly<Record<string, readonly { body: string; at: Instant }[]>>;
  /** What it taught, once that was published. Markdown. */
  postmortem: { body: string; publishedAt: Instant; changedAt: Instant } | null;
  /** Others of the same cause or components, newest first; `resolvedAt` null: it still goes on. */
  related: (Omit<PastIncident, "resolvedAt"> & { resolvedAt: Instant | null })[];
  /** Planned work on its components while it went on. */
  work: SnapshotMaintenance[];
};

/** An incident as its own page draws it, with every update; `at` is the instant of reading. */
export type PublicIncident = Pick<PageSnapshot, "page" | "version" | "at"> & {
  incident: SnapshotIncident;
  past: IncidentPast;
};
