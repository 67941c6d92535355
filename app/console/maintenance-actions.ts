"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { DomainError } from "#lib/domain/errors.ts";
import { type Instant, MINUTE } from "#lib/domain/instant.ts";
import { parseMarkdown } from "#lib/domain/markdown.ts";
import { cleanBody } from "#lib/domain/text.ts";
import { changeMaintenance, type Step } from "#lib/services/change-maintenance.ts";
import { endSeries } from "#lib/services/change-series.ts";
import { pageOrDefault } from "#lib/services/read-page.ts";
import { scheduleMaintenance } from "#lib/services/schedule-maintenance.ts";
import type { Database } from "#lib/store/database.ts";
import { findMaintenance, type MaintenanceWithComponents } from "#lib/store/maintenances.ts";
import { countRecipients } from "#lib/store/recipients.ts";
import { type Answer, operatorAction, operatorQuestion } from "./guard.ts";
import { planInput, remindersIn, replanInput, ruleIn, stepInput, touchedIn, windowOf } from "./maintenance-input.ts";
import { planNotes } from "./maintenance-notes.ts";
import { recipientsText } from "./recipients.ts";

export const planAction = operatorAction(planInput, async (input, { runtime, actor, now }) => {
  const { db } = runtime;
  const { time_zone: timeZone } = await pageOrDefault(db);
  const window = windowOf(input, timeZone);
  const components = touchedIn(input.components);
  if (input.intent === "preview") return preview(db, { ...input, ...window, components, id: null }, now);
  const rule = ruleIn(input);
  const recurrence = rule === null ? null : { rule, timeZone };
  const plan = { title: input.title, body: input.body, ...window, components, recurrence };
  const id = await scheduleMaintenance(
    db,
    actor,
    { ...plan, reminders: remindersIn(input), notify: input.notify === "on" },
    now,
  );
  redirect(`/console/maintenance/${id}?posted=${id}&form=new-maintenance`);
});

export const replanAction = operatorAction(replanInput, async (input, { runtime, actor, now }) => {
  const { db } = runtime;
  const { time_zone: timeZone } = await pageOrDefault(db);
  const before = await find(db, input.maintenance);
  const typed = windowOf(input, timeZone);
  // The field shows minutes: a time that was not touched keeps its seconds.
  const isSame = (at: Instant, was: Instant) => Math.floor(at / MINUTE) === Math.floor(was / MINUTE);
  const startsAt = isSame(typed.startsAt, before.starts_at) ? before.starts_at : typed.startsAt;
  const endsAt = isSame(typed.endsAt, before.ends_at) ? before.ends_at : typed.endsAt;
  const components = touchedIn(input.components);
  if (input.intent === "preview")
    return preview(db, { body: input.body, startsAt, endsAt, components, id: before.id }, now);
  await changeMaintenance(
    db,
    actor,
    {
      id: before.id,
      version: input.version,
      title: input.title,
      body: input.body,
      startsAt,
      endsAt,
      components,
      notify: input.notify === "on",
    },
    now,
  );
  redirect(`/console/maintenance/${before.id}?posted=${now}&form=${before.id}`);
});

/** Begins, extends, ends, completes or calls off. */
export const stepAction = operatorAction(stepInput, async (input, { runtime, actor, now }) => {
  const { db } = runtime;
  const window = await find(db, input.maintenance);
  const notify = input.notify === "on";
  const minutes = /^extend-(\d+)$/.exec(input.step)?.[1];
  if (input.step === "end-series") {
    if (window.series_id === null) throw new DomainError("invalid", "This work does not come back.");
    await endSeries(db, actor, { id: window.series_id, notify }, now);
  } else {
    const change =
      minutes === undefined
        ? { status: input.step as Step }
        : { endsAt: Math.max(window.ends_at, now) + Number(minutes) * MINUTE };
    await changeMaintenance(db, actor, { id: window.id, version: input.version, notify, ...change }, now);
  }
  redirect(`/console/maintenance/${window.id}?posted=${now}`);
});

/** Whom a notice of work on these components reaches, in words; null when that is not to be told. */
export async function countMaintenanceRecipients(componentIds: string[]): Promise<string | null> {
  const parsed = z.array(z.string().max(100)).max(2_000).safeParse(componentIds);
  if (!parsed.success) return null;
  return operatorQuestion(async ({ runtime, now }) =>
    recipientsText(await countRecipients(runtime.db, parsed.data, now, "maintenance")),
  );
}

async function find(db: Database, id: string): Promise<MaintenanceWithComponents> {
  const window = await findMaintenance(db, id);
  if (!window) throw new DomainError("not_found", "There is no such maintenance.");
  return window;
}

type Plan = {
  id: string | null;
  body: string;
  startsAt: Instant;
  endsAt: Instant;
  components: Readonly<Record<string, string>>;
};

async function preview(db: Database, plan: Plan, now: Instant): Promise<Answer> {
  const counts = await countRecipients(db, Object.keys(plan.components), now, "maintenance");
  const notes = await planNotes(db, plan, now);
  return { preview: { blocks: parseMarkdown(cleanBody(plan.body)), recipients: recipientsText(counts), notes } };
}
