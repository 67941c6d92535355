import type { IncidentImpact } from "./incident.ts";
import type { Instant } from "./instant.ts";
import type { MaintenanceStatus } from "./maintenance.ts";
import type { PageSummary } from "./page-summary.ts";
import type { PageSnapshot } from "./snapshot.ts";

export const HISTORY_KINDS = ["all", "incidents", "maintenance"] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

/** Something that happened, by the instant it began. `components`: their names then. */
export type HistoryEntry = { id: string; title: string; startedAt: Instant; components: string[] } & (
  | { kind: "incident"; impact: IncidentImpact; resolvedAt: Instant | null; hasPostmortem: boolean }
  | { kind: "maintenance"; status: MaintenanceStatus; endsAt: Instant }
);

/** One month of the page, as its page draws it. */
export type PublicHistory = Pick<PageSnapshot, "page" | "version" | "at"> & {
  summary: PageSummary;
  month: string;
  startedAt: Instant;
  endedAt: Instant;
  /** The months before and after that may have something to tell; null at either end. */
  previous: string | null;
  next: string | null;
  kind: HistoryKind;
  /** The component it is of; null: of all. */
  component: { slug: string; name: string } | null;
  components: { slug: string; name: string }[];
  /** The newest first. */
  entries: HistoryEntry[];
};
