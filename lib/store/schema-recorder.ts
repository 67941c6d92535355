import type { ChangeKind } from "#lib/domain/drift.ts";
import type { Instant } from "#lib/domain/instant.ts";

/** What the flight recorder of a monitor held when its target failed. */
export type RecordingRow = {
  id: string;
  incident_id: string;
  monitor_id: string;
  frozen_at: Instant;
  /** JSON of the domain's Recording. */
  content: string;
};

/** One value of a target's fingerprint that changed (lib/domain/drift.ts). */
export type TargetChangeRow = {
  id: string;
  monitor_id: string;
  kind: ChangeKind;
  name: string;
  before: string | null;
  after: string | null;
  /** It was seen unchanged then for the last time: it happened between this and `seen_at`. */
  unseen_since: Instant;
  seen_at: Instant;
};

/** "Test now": an operator asks, the worker that leads answers. */
export type MonitorTest = {
  id: string;
  monitor_id: string;
  asked_at: Instant;
  asked_by: string;
  begun_at: Instant | null;
  answered_at: Instant | null;
  /** JSON of the domain's MonitorTestAnswer; null until it was answered. */
  answer: string | null;
};
