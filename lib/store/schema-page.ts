import type { Generated } from "kysely";
import type { Instant } from "#lib/domain/instant.ts";
import type { MaintenanceStage } from "#lib/domain/maintenance.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";

/** A window of planned work. */
export type Maintenance = {
  id: string;
  title: string;
  body: string;
  starts_at: Instant;
  ends_at: Instant;
  /** From when readers see it; in the future: not yet. */
  published_at: Instant | null;
  cancelled_at: Instant | null;
  completed_at: Instant | null;
  /** Why a window made or enlarged after its start still counts as planned; null: it does not. */
  exempt_reason: string | null;
  /** The series it is an occurrence of; null: of none. */
  series_id: Generated<string | null>;
  /** When the series' rule has it begin, however it was moved since; null: no occurrence. */
  occurs_at: Generated<Instant | null>;
  /** JSON: how long before its start subscribers are reminded, in ms. */
  reminders: Generated<string>;
  /** When it was to end before it was extended while it ran: time after that counts as it was. Null: never extended so. */
  planned_end_at: Generated<Instant | null>;
  /** When its beginning was told; where it stands follows from the clock alone. */
  begun_at: Generated<Instant | null>;
  /** When it was told that it takes longer than planned. */
  overran_at: Generated<Instant | null>;
  version: number;
  created_at: Instant;
  updated_at: Instant;
};

/** Planned work that comes back by a rule. Each occurrence is a `maintenance` of its own, made ahead. */
export type MaintenanceSeries = {
  id: string;
  title: string;
  body: string;
  /** RFC 5545, without DTSTART: "FREQ=WEEKLY;BYDAY=TU". */
  rule: string;
  /** IANA name: the rule counts by its clocks. */
  time_zone: string;
  /** The first occurrence. */
  starts_at: Instant;
  duration_ms: number;
  /** JSON of { componentId, status }[]. */
  components: string;
  /** JSON, as of a maintenance. */
  reminders: string;
  /** When it was called off; null: it goes on. */
  ended_at: Instant | null;
  created_at: Instant;
  updated_at: Instant;
};

/** What happened to a window, as it was told. */
export type MaintenanceChange = {
  id: string;
  maintenance_id: string;
  stage: MaintenanceStage;
  at: Instant;
  author: string;
  /** When it was to begin and end before; null: it was not moved. */
  was_starts_at: Instant | null;
  was_ends_at: Instant | null;
  starts_at: Instant;
  ends_at: Instant;
};

/** What an update said before its words were changed. */
export type UpdateEdit = { id: string; update_id: string; was_body: string; at: Instant; author: string };

export type Postmortem = {
  incident_id: string;
  /** Markdown. */
  body: string;
  author: string;
  version: number;
  /** Null: a draft, or taken back into one. */
  published_at: Instant | null;
  created_at: Instant;
  updated_at: Instant;
};

/** What a component really was, said afterwards; replaces what was recorded, which stays recorded. */
export type Correction = {
  id: string;
  component_id: string;
  status: ImpactStatus;
  started_at: Instant;
  ended_at: Instant;
  /** Public. */
  reason: string;
  author: string;
  created_at: Instant;
  withdrawn_at: Instant | null;
};

export type SampleMetric = "latency" | "queue_wait";
export type SampleStep = "minute" | "hour" | "day";

/** Measurements of one stretch of time, added up. */
export type Sample = {
  monitor_id: string;
  metric: SampleMetric;
  step: SampleStep;
  /** When the stretch began; a day begins at the page's midnight. */
  at: Instant;
  count: number;
  /** In ms. */
  sum: number;
  max: number;
  /** JSON: how many fell into each bucket of lib/domain/samples.ts, by its number. */
  buckets: string;
};

/** One thing that is set of how the page looks or who may read it; what has no row is as it comes. */
export type PageSetting = { key: string /** JSON. */; value: string; updated_at: Instant };

/** A link that opens a private page. Its token follows from the id and the installation's secret. */
export type PageLinkRow = { id: string; name: string; expires_at: Instant; created_by: string; created_at: Instant };

/** What an operator's text is in another language. `key` follows from `source`, the text as it was written first. */
export type TranslationRow = { key: string; language: string; source: string; text: string; updated_at: Instant };
