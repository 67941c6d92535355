import type { Generated } from "kysely";
import type { ChannelKind } from "#lib/domain/channel.ts";
import type { IncidentImpact } from "#lib/domain/incident.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { MaintenanceStage } from "#lib/domain/maintenance.ts";
import type { DigestKind, EventKind } from "#lib/domain/subscription.ts";

export type Subscriber = {
  id: string;
  channel: ChannelKind;
  /** Where it goes: an address, a webhook URL, or `env:SLACK_WEBHOOK_URL`. Never logged. */
  target: string;
  /** The target in one spelling, so that nobody is subscribed twice. */
  target_key: string;
  /** `quarantined`: it has refused what we sent; nothing goes there until an operator lifts it or its owner confirms again. */
  state: "pending" | "active" | "ended" | "quarantined";
  confirm_token_hash: string | null;
  confirm_code_hash: string | null;
  confirm_expires_at: Instant | null;
  confirm_attempts: number;
  source: "self" | "operator" | "config";
  created_at: Instant;
  confirmed_at: Instant | null;
  ended_at: Instant | null;
  /** `chosen`: only what subscriber_component, subscriber_group and subscriber_incident name. */
  scope: Generated<"everything" | "chosen">;
  /** The kinds of events that are wanted, each between commas: ",incident,maintenance,". */
  events: Generated<string>;
  /** Incidents below this are not told. */
  min_impact: Generated<IncidentImpact>;
  digest: Generated<DigestKind>;
  /** Minutes of the day in `time_zone` between which nothing but critical incidents is sent; null: no quiet hours. */
  quiet_from: Generated<number | null>;
  quiet_until: Generated<number | null>;
  /** IANA name; null: the page's. */
  time_zone: Generated<string | null>;
  /** BCP 47; null: the page's. */
  language: Generated<string | null>;
  /** Nothing is sent before; null: not paused. */
  paused_until: Generated<Instant | null>;
  /** JSON of what is added to the scope once its owner confirms; null: nothing. */
  wish: Generated<string | null>;
  /** Who is written to when the target refuses our messages; null: the operators alone see it. */
  contact: Generated<string | null>;
  /** On what an operator's adding rests, in the operator's words; null for those who subscribed themselves. */
  consent: Generated<string | null>;
};

/** One thing to be told about a window of planned work, as the window was then. */
export type MaintenanceNotice = {
  id: string;
  maintenance_id: string;
  /** 1, 2, 3 … within the maintenance. */
  seq: number;
  stage: MaintenanceStage;
  /** Of a reminder: how long before the start it is due; null otherwise. */
  lead_ms: number | null;
  title: string;
  /** Markdown. */
  body: string;
  starts_at: Instant;
  ends_at: Instant;
  posted_at: Instant;
};

/** Where the messages to one subscriber about one incident or maintenance hang together, in the far side's own words. */
export type Thread = { subscriber_id: string; subject_id: string; anchor: string; created_at: Instant };

/** Which of a webhook's signing secrets is in use. The secrets themselves are made from the installation's. */
export type WebhookKey = {
  subscriber_id: string;
  /** 1, 2, 3 … : grows when it is rotated. */
  generation: number;
  /** When the former one was replaced: both sign for a day; null: never. */
  rotated_at: Instant | null;
  /** When this generation's secret was shown; null: not yet. It is shown once. */
  shown_at: Instant | null;
};

/** One update of an incident, its postmortem, or notice of a maintenance, that is owed to everyone who asked; expanded in batches. */
export type Fanout = {
  id: string;
  event: EventKind;
  /** The update and its incident; null for a maintenance. A postmortem has no update. */
  incident_id: string | null;
  update_id: string | null;
  /** The notice and its maintenance; null for an incident. */
  maintenance_id: string | null;
  notice_id: string | null;
  /** The update's or the notice's; a postmortem comes after the last update. */
  seq: number;
  /** Nothing is sent before: until then the post can be taken back. */
  not_before: Instant;
  /** The last subscriber id that has been expanded; empty at the start. */
  cursor: string;
  created_at: Instant;
  finished_at: Instant | null;
};

/** One message to one subscriber, from the transaction that made it true until it is delivered or given up. */
export type Outbox = {
  id: string;
  kind: "update" | "confirm" | "test" | "digest" | "note";
  /** Null unless it tells of an incident. */
  incident_id: string | null;
  update_id: string | null;
  /** The incident or maintenance it tells of; null when of neither. */
  subject_id: Generated<string | null>;
  /** The notice of a maintenance, or the incident whose postmortem it tells; otherwise null. */
  notice_id: Generated<string | null>;
  /** The update's seq: messages of one incident reach one subscriber in this order. 0 for a confirmation. */
  seq: number;
  /** Empty for a note to an operator. */
  subscriber_id: string;
  channel: ChannelKind;
  target: string;
  /** JSON for a confirmation ({ token, code }), a digest (DigestPayload) and a note (Note); null otherwise: it is drawn from the update. */
  payload: string | null;
  /** `held`: it waits for the end of quiet hours or for a digest, until `held_until`. */
  state: "queued" | "held" | "sent" | "failed" | "suppressed";
  /** While it is held; of a queued one, until when its target has asked for a pause. */
  held_until: Generated<Instant | null>;
  /** The message that says this one's as well; null: it was said by itself, or not. */
  merged_into: Generated<string | null>;
  next_attempt_at: Instant;
  attempts: number;
  claimed_until: Instant | null;
  claimed_by: string | null;
  /** What the far side said last, redacted; operator-only. */
  answer: string | null;
  created_at: Instant;
  settled_at: Instant | null;
};
