import { z } from "zod";
import { CHANNEL_KINDS } from "#lib/domain/channel.ts";
import { INCIDENT_IMPACTS, INCIDENT_STATUSES } from "#lib/domain/incident.ts";
import { MINUTE } from "#lib/domain/instant.ts";
import { LANGUAGES } from "#lib/domain/language.ts";
import { COMPONENT_STATUSES, IMPACT_STATUSES } from "#lib/domain/status.ts";
import { BODY_MAX, TITLE_MAX } from "#lib/domain/text.ts";
import { STEPS } from "#lib/services/change-maintenance.ts";

/** A moment with its zone: times without one are refused, for nobody knows which they mean. */
const moment = z.iso
  .datetime({ offset: true, message: "must be a time with its zone, such as 2026-11-23T14:30:00Z" })
  .transform((text) => Date.parse(text));

const impacts = z.record(z.string().max(80), z.enum(IMPACT_STATUSES, `must be one of ${IMPACT_STATUSES.join(", ")}`));
const title = z.string().max(TITLE_MAX * 4);
const body = z.string().max(BODY_MAX * 2);
const status = z.enum(INCIDENT_STATUSES, `must be one of ${INCIDENT_STATUSES.join(", ")}`);
const impact = z.enum(INCIDENT_IMPACTS, `must be one of ${INCIDENT_IMPACTS.join(", ")}`);

/** The same words in other languages, such as `{"de": {"body": "…"}}`. */
const translationsOf = <Field extends string>(...fields: readonly Field[]) =>
  z
    .partialRecord(
      z.enum(Object.keys(LANGUAGES), `must be one of ${Object.keys(LANGUAGES).join(", ")}`),
      z.partialRecord(z.enum(fields), z.string().max(BODY_MAX * 2)),
    )
    .optional();

export const newIncident = z.strictObject({
  title,
  body,
  status: status.default("investigating"),
  impact: impact.nullable().default(null),
  components: impacts.default({}),
  expected_at: moment.nullable().default(null),
  notify: z.boolean().default(true),
  translations: translationsOf("title", "body"),
});

export const newUpdate = z.strictObject({
  body,
  status: status.optional(),
  components: impacts.default({}),
  expected_at: moment.nullable().optional(),
  notify: z.boolean().default(true),
  translations: translationsOf("body"),
});

export const incidentChange = z.strictObject({
  title: title.optional(),
  impact: impact.nullable().optional(),
  expected_at: moment.nullable().optional(),
});

const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lowercase letters, digits and hyphens")
  .max(80);
const name = z.string().trim().min(1, "must not be empty").max(120);
const baseline = z.enum(COMPONENT_STATUSES, `must be one of ${COMPONENT_STATUSES.join(", ")}`);

export const newComponent = z.strictObject({
  name,
  slug: slug.optional(),
  description: z.string().trim().max(500).nullable().default(null),
  group: z.string().max(80).nullable().default(null),
  status: baseline.default("operational"),
});

export const componentChange = z.strictObject({
  name: name.optional(),
  description: z.string().trim().max(500).nullable().optional(),
  group: z.string().max(80).nullable().optional(),
  position: z.number().int().min(0).max(255).optional(),
  status: baseline.optional(),
});

/** What texts of the page are in another language: what was written first, and what that is. Empty takes it away. */
export const newTranslations = z.strictObject({
  language: z.enum(Object.keys(LANGUAGES), `must be one of ${Object.keys(LANGUAGES).join(", ")}`),
  texts: z.record(z.string().max(BODY_MAX), z.string().max(BODY_MAX * 2)),
});

export const newGroup = z.strictObject({ name, slug: slug.optional() });

export const newSubscriber = z.strictObject({
  channel: z.enum(CHANNEL_KINDS, `must be one of ${CHANNEL_KINDS.join(", ")}`),
  target: z.string().min(1, "must not be empty").max(2_048),
  components: z.array(z.string().max(80)).max(1_000).default([]),
  confirmed: z.boolean().default(false),
});

const planned = z.union(
  [
    z.array(z.string().max(80)).max(1_000),
    z.record(z.string().max(80), z.enum(COMPONENT_STATUSES, `must be one of ${COMPONENT_STATUSES.join(", ")}`)),
  ],
  "must be a list of components, or what each of them is meanwhile: {slug: status}",
);
/** Minutes before the start at which subscribers are reminded, as milliseconds. */
const reminders = z
  .array(z.number().int().min(1).max(43_200))
  .max(5)
  .transform((minutes) => minutes.map((one) => one * MINUTE));

export const newMaintenance = z.strictObject({
  title,
  body,
  starts_at: moment,
  ends_at: moment,
  components: planned.default([]),
  recurrence: z
    .strictObject({ rule: z.string().max(300), time_zone: z.string().max(80).optional() })
    .nullable()
    .default(null),
  remind_before_minutes: reminders.optional(),
  publish_at: moment.nullable().default(null),
  exempt_reason: z.string().max(TITLE_MAX).nullable().default(null),
  notify: z.boolean().default(true),
});

export const maintenanceChange = z.strictObject({
  title: title.optional(),
  body: body.optional(),
  starts_at: moment.optional(),
  ends_at: moment.optional(),
  components: planned.optional(),
  remind_before_minutes: reminders.optional(),
  exempt_reason: z.string().max(TITLE_MAX).nullable().optional(),
  status: z.enum(STEPS, `must be one of ${STEPS.join(", ")}`).optional(),
  scope: z.enum(["this", "series"], "must be this or series").default("this"),
  notify: z.boolean().optional(),
});

const channelOrAll = z
  .enum(CHANNEL_KINDS, `must be one of ${CHANNEL_KINDS.join(", ")}, or null for all`)
  .nullable()
  .default(null);

export const newTemplate = z.strictObject({
  kind: z.enum(["incident", "message"], "must be incident or message"),
  name,
  channel: channelOrAll,
  status: status.nullable().default(null),
  title,
  body,
});

export const templateChange = z.strictObject({
  name: name.optional(),
  channel: z.enum(CHANNEL_KINDS).nullable().optional(),
  status: status.nullable().optional(),
  title: title.optional(),
  body: body.optional(),
});

export const templatePreview = z.strictObject({ title, body, channel: channelOrAll });

export const updateEdit = z.strictObject({ body });

export const postmortemChange = z.strictObject({ body: body.optional(), published: z.boolean().optional() });

export const newCorrection = z.strictObject({
  status: z.enum(IMPACT_STATUSES, `must be one of ${IMPACT_STATUSES.join(", ")}`),
  started_at: moment,
  ended_at: moment,
  reason: z.string().max(TITLE_MAX * 4),
});
