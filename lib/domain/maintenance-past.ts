import type { Instant } from "./instant.ts";
import type { WorkStatus } from "./publication.ts";
import type { PageSnapshot, SnapshotMaintenance } from "./snapshot.ts";
import type { ComponentStatus } from "./status.ts";

/** One thing that happened to a window: it came to stand somewhere, or it was moved. */
export type WorkStep = { id: string; at: Instant } & (
  | { kind: "status"; status: WorkStatus }
  | { kind: "moved"; from: { startsAt: Instant; endsAt: Instant }; to: { startsAt: Instant; endsAt: Instant } }
);

/** What a window's own page tells beside the window itself. */
export type MaintenancePast = {
  /** What each of its components is meanwhile. */
  touched: { name: string; slug: string; status: ComponentStatus }[];
  /** Newest first; they follow from the clock, whether or not anything of ours ran. */
  steps: WorkStep[];
  /** How it comes back, in words: "every week on Tuesday"; null when it does not. */
  recurrence: { words: string; timeZone: string } | null;
  /** The next ones of its series, soonest first. */
  coming: { id: string; startsAt: Instant; endsAt: Instant }[];
  /** Why time that was added or announced late counts as planned; null when there is nothing to say. */
  exemptReason: string | null;
};

/** A window of planned work as its own page draws it; `at` is the instant of reading. */
export type PublicMaintenance = Pick<PageSnapshot, "page" | "version" | "at"> & {
  maintenance: SnapshotMaintenance;
  past: MaintenancePast;
};
