"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { Instant } from "#lib/domain/instant.ts";
import { parseMarkdown } from "#lib/domain/markdown.ts";
import { cleanBody } from "#lib/domain/text.ts";
import { openIncident } from "#lib/services/open-incident.ts";
import { postUpdate } from "#lib/services/post-update.ts";
import { pageOrDefault } from "#lib/services/read-page.ts";
import { takeBack } from "#lib/services/take-back.ts";
import type { Database } from "#lib/store/database.ts";
import { impactsOf } from "#lib/store/incident-updates.ts";
import { findIncident } from "#lib/store/incidents.ts";
import { countRecipients } from "#lib/store/recipients.ts";
import { type Answer, type AskedByOperator, operatorAction, operatorQuestion, type Typed } from "./guard.ts";
import { expectedAt, impactsIn, newIncidentInput, translationsIn, updateInput } from "./incident-input.ts";
import { recipientsText } from "./recipients.ts";

export const reportAction = operatorAction(newIncidentInput, async (input, by) => {
  if (input.intent === "preview") return preview(by.runtime.db, input, by.now);
  if (input.onto !== undefined) return addTo(input.onto, input, by);
  const { db } = by.runtime;
  const draft = input.draft === undefined ? undefined : await findIncident(db, input.draft);
  if (draft && draft.published_at !== null) {
    return {
      message: "This has been posted while you wrote. Press the button again to post yours as its next update.",
      values: { ...by.values, onto: `${draft.id}.${draft.version}` },
    };
  }
  const { time_zone } = await pageOrDefault(db);
  const { incidentId, updateId } = await openIncident(
    db,
    by.actor,
    {
      title: input.title,
      body: input.body,
      status: input.status,
      components: impactsIn(input.components, new Map()),
      expectedAt: input.status === "resolved" ? null : (expectedAt(input, time_zone, by.now) ?? null),
      impact: null,
      notify: input.notify === "on",
      translations: translationsIn(input),
      undoMs: by.runtime.config.undoMs,
    },
    by.now,
  );
  redirect(`/console/incidents/${incidentId}?posted=${updateId}&form=${input.draft ?? "new"}`);
});

export const updateAction = operatorAction(updateInput, async ({ incident, version, ...input }, by) => {
  if (input.intent === "preview") return preview(by.runtime.db, input, by.now);
  return post({ id: incident, version, form: incident }, input, by);
});

export const takeBackAction = operatorAction(
  z.strictObject({ incident: z.string().max(100), update: z.string().max(100) }),
  async ({ incident, update }, { runtime, actor, now }) => {
    const { isGone } = await takeBack(runtime.db, actor, { incidentId: incident, updateId: update }, now);
    redirect(isGone ? "/console/incidents" : `/console/incidents/${incident}`);
  },
);

/** Whom an update about these components reaches, in words; null when that is not to be told. */
export async function countRecipientsAction(componentIds: string[]): Promise<string | null> {
  const parsed = z.array(z.string().max(100)).max(2_000).safeParse(componentIds);
  if (!parsed.success) return null;
  return operatorQuestion(async ({ runtime, now }) =>
    recipientsText(await countRecipients(runtime.db, parsed.data, now)),
  );
}

type UpdateFields = Omit<z.infer<typeof updateInput>, "incident" | "version">;

async function preview(db: Database, input: Pick<UpdateFields, "body" | "components">, now: Instant): Promise<Answer> {
  const named = Object.entries(input.components).filter(([, status]) => status !== "");
  const counts = await countRecipients(
    db,
    named.map(([id]) => id),
    now,
  );
  return { preview: { blocks: parseMarkdown(cleanBody(input.body)), recipients: recipientsText(counts) } };
}

/** Posts what was written for a new incident as an update of the one that came before it. */
async function addTo(
  onto: string,
  input: z.infer<typeof newIncidentInput>,
  by: AskedByOperator & Typed,
): Promise<Answer> {
  const [id, version] = onto.split(".") as [string, string];
  const now = await findIncident(by.runtime.db, id);
  if (now && now.version !== Number(version)) {
    return {
      message: "It has changed once more. Read it in another tab, then press the button again.",
      values: { ...by.values, onto: `${id}.${now.version}` },
    };
  }
  return post({ id, version: Number(version), form: input.draft ?? "new" }, input, by);
}

async function post(
  incident: { id: string; version: number; form: string },
  input: UpdateFields,
  { runtime, actor, now }: AskedByOperator,
): Promise<never> {
  const { time_zone } = await pageOrDefault(runtime.db);
  const promised = input.status === "resolved" ? null : expectedAt(input, time_zone, now);
  const { updateId } = await postUpdate(
    runtime.db,
    actor,
    {
      incidentId: incident.id,
      version: incident.version,
      status: input.status,
      body: input.body,
      components: impactsIn(input.components, await impactsOf(runtime.db, incident.id)),
      ...(promised === undefined ? {} : { expectedAt: promised }),
      notify: input.notify === "on",
      translations: translationsIn(input),
      undoMs: runtime.config.undoMs,
    },
    now,
  );
  redirect(`/console/incidents/${incident.id}?posted=${updateId}&form=${incident.form}`);
}
