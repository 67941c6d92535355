"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { parseMarkdown } from "#lib/domain/markdown.ts";
import { cleanBody } from "#lib/domain/text.ts";
import { editUpdate } from "#lib/services/edit-update.ts";
import { writePostmortem } from "#lib/services/write-postmortem.ts";
import { operatorAction } from "./guard.ts";

const LONGEST_TEXT = 100_000;

const postmortemInput = z.object({
  incident: z.string().max(100),
  version: z.coerce.number().int().min(0),
  body: z.string().max(LONGEST_TEXT),
  intent: z.enum(["preview", "draft", "publish"]).default("preview"),
});

/** Keeps a postmortem as a draft, publishes it, or takes it back into one. */
export const postmortemAction = operatorAction(postmortemInput, async (input, { runtime, actor, now }) => {
  const body = cleanBody(input.body);
  if (input.intent === "preview") return { preview: { blocks: parseMarkdown(body), recipients: "" } };
  const published = input.intent === "publish";
  await writePostmortem(
    runtime.db,
    actor,
    { incidentId: input.incident, version: input.version, body, published },
    now,
  );
  redirect(`/console/incidents/${input.incident}?posted=${now}&form=${input.incident}-postmortem`);
});

const editInput = z.object({
  incident: z.string().max(100),
  update: z.string().max(100),
  body: z.string().max(LONGEST_TEXT),
  intent: z.enum(["preview", "post"]).default("preview"),
});

/** Changes the words of a posted update. */
export const editAction = operatorAction(editInput, async (input, { runtime, actor, now }) => {
  const body = cleanBody(input.body);
  if (input.intent === "preview") return { preview: { blocks: parseMarkdown(body), recipients: "" } };
  await editUpdate(runtime.db, actor, { incidentId: input.incident, updateId: input.update, body }, now);
  redirect(`/console/incidents/${input.incident}?posted=${now}&form=${input.update}`);
});
