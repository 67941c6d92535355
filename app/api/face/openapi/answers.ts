import "zod-openapi";
import { z } from "zod";
import { CHANNEL_KINDS } from "#lib/domain/channel.ts";
import { INCIDENT_IMPACTS, INCIDENT_STATUSES } from "#lib/domain/incident.ts";
import { MAINTENANCE_STATUSES } from "#lib/domain/maintenance.ts";
import { COMPONENT_STATUSES, IMPACT_STATUSES } from "#lib/domain/status.ts";

// What the management API answers with. Answers may grow: nothing here forbids what is not named.

const id = z.string();
const text = z.string();
const at = z.iso.datetime();
const atOrNull = at.nullable();
const effective = z.enum([...COMPONENT_STATUSES, "unknown"]);

export const problem = z
  .looseObject({
    type: text,
    title: text,
    status: z.number().int(),
    detail: text,
    errors: z.array(z.looseObject({ path: text, message: text })).optional(),
  })
  .meta({ id: "Problem", description: "What went wrong, for people and programs (RFC 9457)." });

export const incident = z
  .looseObject({
    id,
    title: text,
    status: z.enum(INCIDENT_STATUSES),
    impact: z.enum(INCIDENT_IMPACTS),
    components: z.record(text, z.enum(IMPACT_STATUSES)).meta({ description: "By slug." }),
    expected_at: atOrNull,
    started_at: at,
    created_at: at,
    updated_at: at,
    resolved_at: atOrNull,
    url: z.url(),
    updates: z
      .array(
        z.looseObject({
          id,
          status: z.enum(INCIDENT_STATUSES),
          body: text.meta({ description: "Markdown." }),
          components: z.record(text, z.enum(IMPACT_STATUSES)),
          expected_at: atOrNull,
          happened_at: at,
          posted_at: at,
          notified: z.boolean(),
          author: text,
        }),
      )
      .meta({ description: "Newest first." }),
  })
  .meta({ id: "Incident" });

export const postedUpdate = z.looseObject({ id, incident });

export const component = z
  .looseObject({
    id,
    slug: text,
    name: text,
    description: text.nullable(),
    status: effective,
    group: text.nullable().meta({ description: "The group's slug." }),
    position: z.number().int(),
    origin: z.enum(["console", "config"]),
    created_at: at,
    updated_at: at,
  })
  .meta({ id: "Component" });

export const group = z
  .looseObject({ id, slug: text, name: text, position: z.number().int(), origin: z.enum(["console", "config"]) })
  .meta({ id: "ComponentGroup" });

export const maintenance = z
  .looseObject({
    id,
    title: text,
    body: text,
    status: z.enum(MAINTENANCE_STATUSES),
    components: z.array(text).meta({ description: "Slugs." }),
    starts_at: at,
    ends_at: at,
    created_at: at,
    updated_at: at,
    url: z.url(),
  })
  .meta({ id: "Maintenance" });

export const subscriber = z
  .looseObject({
    id,
    channel: z.enum(CHANNEL_KINDS),
    target: text.meta({ description: "Where messages go; what is secret in it is left out." }),
    state: text,
    source: text,
    components: z.array(text).meta({ description: "Slugs; none means everything." }),
    created_at: at,
    confirmed_at: atOrNull,
  })
  .meta({ id: "Subscriber" });

export const delivery = z
  .looseObject({
    id,
    update_id: id.nullable(),
    incident_id: id.nullable(),
    subscriber_id: id,
    channel: z.enum(CHANNEL_KINDS),
    state: z.enum(["queued", "sent", "failed", "suppressed"]),
    attempts: z.number().int(),
    answer: text.nullable().meta({ description: "What the far side said last." }),
    created_at: at,
    next_attempt_at: atOrNull,
    settled_at: atOrNull,
  })
  .meta({ id: "Delivery" });

export const template = z
  .looseObject({
    id,
    kind: z.enum(["incident", "message"]),
    name: text,
    channel: z.enum(CHANNEL_KINDS).nullable(),
    status: z.enum(INCIDENT_STATUSES).nullable(),
    title: text,
    body: text,
    starter: z.boolean().meta({ description: "It comes with the product and cannot be changed." }),
    created_at: atOrNull,
    updated_at: atOrNull,
  })
  .meta({ id: "Template" });

export const monitor = z
  .looseObject({
    id,
    key: text,
    name: text,
    type: text,
    components: z.array(text),
    notify_after: z.number().meta({ description: "Seconds." }),
    status: effective,
    cause: text.nullable(),
    since: atOrNull,
    observed_at: atOrNull,
    latency_ms: z.number().nullable(),
  })
  .meta({ id: "Monitor" });

export const diagnosis = z
  .looseObject({
    monitor: text,
    components: z.array(text),
    cause: text,
    title: text,
    status: text.nullable(),
    confidence: text,
    advice: z.array(text),
    since: atOrNull,
    observed_at: at,
    expected_at: atOrNull,
  })
  .meta({ id: "Diagnosis" });

/** A page of a list; `next_cursor` is null on the last. */
export function listOf(item: z.ZodType) {
  return z.looseObject({ items: z.array(item), next_cursor: text.nullable() });
}

export const postmortem = z
  .looseObject({ incident_id: id, body: text, author: text, published_at: atOrNull, created_at: at, updated_at: at })
  .meta({ id: "Postmortem" });

export const correction = z
  .looseObject({
    id,
    status: z.enum(IMPACT_STATUSES),
    started_at: at,
    ended_at: at,
    reason: text,
    author: text,
    created_at: at,
    withdrawn_at: atOrNull,
  })
  .meta({ id: "Correction" });
