import type { Generated, Insertable, Selectable } from "kysely";
import type { ChannelKind } from "#lib/domain/channel.ts";
import type { Strength } from "#lib/domain/dependency.ts";
import type { IncidentImpact, IncidentStatus } from "#lib/domain/incident.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Role } from "#lib/domain/role.ts";
import type { ComponentStatus, ImpactStatus } from "#lib/domain/status.ts";
import type { Fanout, MaintenanceNotice, Outbox, Subscriber, Thread, WebhookKey } from "./schema-delivery.ts";
import type { Audit, AuditHead, Idempotency, Invitation, Token } from "./schema-operators.ts";
import type {
  Correction,
  Maintenance,
  MaintenanceChange,
  MaintenanceSeries,
  PageLinkRow,
  PageSetting,
  Postmortem,
  Sample,
  TranslationRow,
  UpdateEdit,
} from "./schema-page.ts";

import type { MonitorTest, RecordingRow, TargetChangeRow } from "./schema-recorder.ts";

/**
 * The rows of the store, the same on SQLite and PostgreSQL.
 *
 * Ids are text made in code, instants are milliseconds, JSON is text; instead
 * of a boolean there is the instant at which it became true, null before.
 */
export type Tables = {
  page: Page;
  page_setting: PageSetting;
  page_link: PageLinkRow;
  translation: TranslationRow;
  state_version: { id: 1; version: number; changed_at: Instant };
  component_group: ComponentGroup;
  component: Component;
  /** While `ended_at` is null, the one component needs the other. */
  component_need: {
    id: string;
    component_id: string;
    needs_id: string;
    strength: Strength;
    began_at: Instant;
    ended_at: Instant | null;
  };
  monitor: Monitor;
  /** `role`: what the component uses the monitor's target for; null when nobody said. */
  monitor_component: { monitor_id: string; component_id: string; role: Role | null };
  signal: SignalRow;
  /** A change of primary. `lost_at` null: the former one still answered. */
  failover: {
    id: string;
    monitor_id: string;
    lost_at: Instant | null;
    promoted_at: Instant;
    from_node: string;
    to_node: string;
  };
  heartbeat: { monitor_id: string; beat_at: Instant };
  interval: Interval;
  incident: Incident;
  incident_update: IncidentUpdate;
  update_impact: UpdateImpact;
  maintenance: Maintenance;
  maintenance_series: MaintenanceSeries;
  maintenance_change: MaintenanceChange;
  update_edit: UpdateEdit;
  postmortem: Postmortem;
  correction: Correction;
  sample: Sample;
  maintenance_component: { maintenance_id: string; component_id: string; status: ComponentStatus };
  subscriber: Subscriber;
  subscriber_component: { subscriber_id: string; component_id: string };
  subscriber_group: { subscriber_id: string; group_id: string };
  subscriber_incident: { subscriber_id: string; incident_id: string };
  maintenance_notice: MaintenanceNotice;
  bounce: { outbox_id: string; subscriber_id: string; at: Instant };
  thread: Thread;
  webhook_key: WebhookKey;
  template: Template;
  fanout: Fanout;
  outbox: Outbox;
  /** How many messages ever ended so, by channel: kept when the messages themselves are forgotten. */
  delivery_count: { channel: ChannelKind; outcome: "sent" | "failed" | "suppressed"; count: number };
  /** How the forgotten messages of one update or notice had ended. */
  delivery_total: { ref_id: string; channel: ChannelKind; state: "sent" | "failed" | "suppressed"; count: number };
  /** What operators must know of this installation while it lasts; `told_at`: when they were told, null: not yet. */
  alarm: { name: string; since: Instant; answer: string; told_at: Instant | null };
  audit: Audit;
  audit_head: AuditHead;
  invitation: Invitation;
  token: Token;
  /** One row: the configuration applied to the store, as it was written. */
  configuration: { id: number; text: string; applied_at: Instant; applied_by: string };
  one_time_link: { purpose: string; hash: string; created_at: Instant; expires_at: Instant };
  idempotency: Idempotency;
  rate_limit: { key: string; arrival_at: Instant };
  lease: { name: string; holder: string; fence: number; expires_at: Instant };
  recording: RecordingRow;
  target_change: TargetChangeRow;
  /** JSON of what is remembered of a monitor's target, by kind. */
  target_memory: { monitor_id: string; kind: string; content: string; updated_at: Instant };
  monitor_test: MonitorTest;
};

/** Who owns the definition: the console and API, or the configuration file (then it is read-only elsewhere). */
export type Origin = "console" | "config";

type Page = {
  id: string;
  name: string;
  /** IANA name; day boundaries and printed times follow it. */
  time_zone: string;
  uptime_weights: "statuspage" | "strict" | "half";
  /** JSON: the keys under `page:` that status.yaml gives, which the console may not change. */
  config_keys: Generated<string>;
  updated_at: Instant;
};

type ComponentGroup = {
  id: string;
  slug: string;
  name: string;
  position: number;
  /** JSON of the domain's AggregateRule: how its components make its own status. */
  rule: Generated<string>;
  origin: Origin;
  archived_at: Instant | null;
};

type Component = {
  id: string;
  slug: string;
  name: string;
  description: string | null;
  group_id: string | null;
  position: number;
  /** What it is when no monitor speaks for it. */
  baseline: ComponentStatus;
  /** JSON of RuleSince[] (lib/domain/slices.ts): how its monitors make its status, and since when; empty: any. */
  rules: Generated<string>;
  /** Since when readers do not see it; null: they do. */
  hidden_at: Generated<Instant | null>;
  monitored_since: Instant;
  origin: Origin;
  created_at: Instant;
  updated_at: Instant;
  archived_at: Instant | null;
};

export type MonitorKind = "redis" | "sentinel" | "cluster" | "http" | "tcp" | "heartbeat" | "backup" | "rq" | "bullmq";

type Monitor = {
  id: string;
  key: string;
  name: string;
  kind: MonitorKind;
  /** How long a found change waits before anyone is told; the page never waits. */
  notify_after_ms: number;
  /** 1: its drafts go public by themselves; 0: they wait for a person. */
  auto_publish: 0 | 1;
  stale_after_ms: number;
  origin: Origin;
  /** What it does (lib/config/console-monitor.ts), sealed; null: status.yaml says it. */
  settings: Generated<string | null>;
  /** Since when it does not look; null: it does. */
  paused_at: Generated<Instant | null>;
  /** When operators last changed it: the worker looks at it. */
  changed_at: Generated<Instant>;
  created_at: Instant;
  archived_at: Instant | null;
};

type SignalRow = {
  monitor_id: string;
  /** JSON of the domain's Signal (damping.ts). */
  signal: string;
  /** JSON: what the probe remembers over a restart. */
  memory: string;
  /** JSON of operator-only facts of the latest failure. */
  facts: string;
  latency_ms: number | null;
  observed_at: Instant;
  /** Instants of the last changes as JSON, newest last, at most 10: for the flapping rule. */
  changes: string;
  /** JSON of the domain's Diagnosis, the likeliest first; for operators. */
  diagnoses: string;
  expected_at: Instant | null;
  /** What the expectation rests on; null when there is none. */
  expected_basis: string | null;
};

/** A stretch of one status of one component, from one source. History is intervals, kept for ever. */
type Interval = {
  id: string;
  component_id: string;
  kind: "signal" | "incident" | "baseline";
  /** The monitor or incident it came from; the component itself for a baseline. */
  source_id: string;
  status: ComponentStatus | "unknown";
  started_at: Instant;
  ended_at: Instant | null;
};

type Incident = {
  id: string;
  title: string;
  status: IncidentStatus;
  impact_override: IncidentImpact | null;
  /** `monitor`: drafted from what a monitor found; then monitor_id names it. */
  source: "operator" | "monitor";
  monitor_id: string | null;
  /** The failure class that was found; null when an operator wrote the incident. */
  cause: string | null;
  /** Grows with every write; a writer that has read an older one is refused. */
  version: number;
  expected_at: Instant | null;
  /** What the expectation rests on; null when a person gave it, or there is none. */
  expected_basis: string | null;
  /** The incident it follows from: while that is open this draft is not posted by itself. Null: from none. */
  follows_id: Generated<string | null>;
  /** When a draft goes public by itself unless it is taken back; null: not by itself. */
  publish_at: Instant | null;
  published_at: Instant | null;
  discarded_at: Instant | null;
  /** When a person first posted on it: from then on automation only suggests. */
  taken_over_at: Instant | null;
  /** When it resolves by itself unless the monitor fails again; null: not by itself. */
  resolve_at: Instant | null;
  started_at: Instant;
  created_at: Instant;
  updated_at: Instant;
  monitoring_at: Instant | null;
  resolved_at: Instant | null;
};

type IncidentUpdate = {
  id: string;
  incident_id: string;
  /** 1, 2, 3 … within the incident, in order of posting. */
  seq: number;
  status: IncidentStatus;
  /** Markdown as it was written. */
  body: string;
  expected_at: Instant | null;
  expected_basis: string | null;
  happened_at: Instant;
  posted_at: Instant;
  /** Whether subscribers are told; null: nobody is. */
  notified_at: Instant | null;
  author: string;
  /** When its words were last changed after it was posted; null: never. What it said before stays (update_edit). */
  edited_at: Generated<Instant | null>;
};

type UpdateImpact = {
  update_id: string;
  component_id: string;
  /** The component's name at that time. */
  component_name: string;
  old_status: ComponentStatus | "unknown";
  new_status: ImpactStatus;
};

export type { ChannelKind };

type Template = {
  id: string;
  kind: "incident" | "message";
  name: string;
  /** Of a message: the channel it is for; null: every channel without one of its own. */
  channel: ChannelKind | null;
  /** Of an incident: the status it begins with. */
  status: IncidentStatus | null;
  /** With variables in double braces, as the body. */
  title: string;
  body: string;
  version: number;
  created_at: Instant;
  updated_at: Instant;
};

export type Row<Name extends keyof Tables> = Selectable<Tables[Name]>;
export type NewRow<Name extends keyof Tables> = Insertable<Tables[Name]>;
