"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { CHANNEL_KINDS } from "#lib/domain/channel.ts";
import { INCIDENT_STATUSES } from "#lib/domain/incident.ts";
import { checkTemplate } from "#lib/domain/template.ts";
import { previewMessages } from "#lib/notify/preview.ts";
import { removeTemplate } from "#lib/services/remove-template.ts";
import { saveTemplate } from "#lib/services/save-template.ts";
import { operatorAction } from "./guard.ts";
import { incidentSample } from "./template-sample.ts";

const words = z.object({
  kind: z.enum(["incident", "message"]),
  name: z.string(),
  channel: z.union([z.enum(CHANNEL_KINDS), z.literal("all")]).default("all"),
  status: z.enum(INCIDENT_STATUSES).optional(),
  title: z.string(),
  body: z.string(),
  /** Of a known one. */
  id: z.string().optional(),
  version: z.coerce.number().int().optional(),
  intent: z.enum(["save", "preview"]).default("save"),
});

export const saveTemplateAction = operatorAction(words, async (input, { runtime, actor, now }) => {
  const { kind, title, body, intent, id, version } = input;
  const channel = kind === "incident" || input.channel === "all" ? null : input.channel;
  if (intent === "preview") {
    checkTemplate(kind, "title", title);
    checkTemplate(kind, "body", body);
    const { db, config } = runtime;
    if (kind === "incident") return { samples: await incidentSample(db, { title, body }, now) };
    return { samples: await previewMessages(db, config.publicUrl, { title, body }, channel, now) };
  }
  const of = id === undefined || version === undefined ? null : { id, version };
  const fields = { kind, name: input.name, channel, status: input.status ?? null, title, body };
  await saveTemplate(runtime.db, actor, of, fields, now);
  redirect("/console/templates");
});

export const removeTemplateAction = operatorAction(z.object({ id: z.string() }), async ({ id }, by) => {
  await removeTemplate(by.runtime.db, by.actor, id, by.now);
  redirect("/console/templates");
});
