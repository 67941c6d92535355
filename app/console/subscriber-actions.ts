"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { CHANNEL_KINDS, CHANNEL_NAMES } from "#lib/domain/channel.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { parseMarkdown } from "#lib/domain/markdown.ts";
import { addSubscriber } from "#lib/services/add-subscriber.ts";
import { endSubscription } from "#lib/services/end-subscription.ts";
import { eraseSubscriber } from "#lib/services/erase-subscriber.ts";
import { importSubscribers, previewImport } from "#lib/services/import-subscribers.ts";
import { liftQuarantine } from "#lib/services/lift-quarantine.ts";
import { missingSetting } from "#lib/services/offered-channels.ts";
import { sendTest } from "#lib/services/send-test.ts";
import type { ImportProblem } from "#lib/services/subscriber-csv.ts";
import { operatorAction } from "./guard.ts";

const id = z.string().max(100);
const PROBLEMS_SHOWN = 20;

export const addSubscriberAction = operatorAction(
  z.strictObject({
    channel: z.enum(CHANNEL_KINDS, "Choose a channel."),
    target: z.string().max(2_048),
    components: z.record(z.string().max(100), z.string()).optional(),
    confirmed: z.literal("on").optional(),
    consent: z.string().max(1_000),
  }),
  async ({ consent, ...input }, { runtime, actor, now }) => {
    const { db, config } = runtime;
    const missing = missingSetting(config, input.channel);
    if (missing !== null) {
      const message = `${CHANNEL_NAMES[input.channel]} is not set up here: set ${missing} and start again.`;
      throw new DomainError("invalid", message, { fields: [{ path: "channel", message }] });
    }
    const confirmed = input.confirmed === "on";
    if (confirmed && consent.trim() === "") {
      const message = "Say on what it rests that they want this, such as “signed up at the trade fair”.";
      throw new DomainError("invalid", message, { fields: [{ path: "consent", message }] });
    }
    const wish = {
      channel: input.channel,
      target: input.target,
      components: Object.keys(input.components ?? {}),
      confirmed,
      ...(consent.trim() === "" ? {} : { consent: consent.trim() }),
    };
    const { state } = await addSubscriber(db, actor, wish, now, config.outboundAllow);
    redirect(`/console/subscribers?added=${state}`);
  },
);

export const endSubscriberAction = operatorAction(z.strictObject({ subscriber: id }), async (input, by) => {
  await endSubscription(by.runtime.db, by.actor, input.subscriber, by.now);
  refresh();
  return undefined;
});

export const eraseSubscriberAction = operatorAction(z.strictObject({ subscriber: id }), async (input, by) => {
  await eraseSubscriber(by.runtime.db, by.actor, input.subscriber, by.now);
  refresh();
  return undefined;
});

export const liftSubscriberAction = operatorAction(z.strictObject({ subscriber: id }), async (input, by) => {
  await liftQuarantine(by.runtime.db, by.actor, input.subscriber, by.now);
  refresh();
  return undefined;
});

export const testSubscriberAction = operatorAction(z.strictObject({ subscriber: id }), async (input, by) => {
  await sendTest(by.runtime.db, by.actor, input.subscriber, by.now);
  return { message: "A test message is on its way." };
});

export const importAction = operatorAction(
  z.strictObject({
    csv: z.string().max(250_000, "This is too long. Import it in parts of 250,000 signs."),
    consent: z.string().max(1_000),
    confirmed: z.literal("on").optional(),
    intent: z.enum(["preview", "import"]),
  }),
  async ({ csv, consent, confirmed, intent }, { runtime, actor, now, values }) => {
    const { db, config } = runtime;
    if (intent === "preview") {
      const { added, known, problems } = await previewImport(db, actor, csv, config.outboundAllow);
      const recipients = `${count(added, "new subscriber")}, ${count(known, "known one")}, ${count(problems.length, "row")} that cannot be used`;
      return { preview: { blocks: parseMarkdown(problemsText(problems)), recipients } };
    }
    if (consent.trim() === "") {
      const message = "Say on what it rests that they want this: it is kept with each of them.";
      throw new DomainError("invalid", message, { fields: [{ path: "consent", message }] });
    }
    const input = { csv, consent, confirmed: confirmed === "on" };
    const { done, problems } = await importSubscribers(db, actor, input, now, config.outboundAllow);
    if (problems.length === 0) redirect(`/console/subscribers?imported=${done}`);
    return {
      message: `${count(done, "subscriber")} imported; ${count(problems.length, "row")} could not be used. They stay in the list below.`,
      preview: { blocks: parseMarkdown(problemsText(problems)), recipients: "What could not be used" },
      values: { ...values, csv: linesOf(csv, problems) },
    };
  },
);

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

function problemsText(problems: readonly ImportProblem[]): string {
  const lines = problems.slice(0, PROBLEMS_SHOWN).map(({ line, message }) => `- Line ${line}: ${message}`);
  const more = problems.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join("\n");
}

/** The lines that are left to be put right. */
function linesOf(csv: string, problems: readonly ImportProblem[]): string {
  const wanted = new Set(problems.map((one) => one.line));
  return csv
    .split(/\r?\n/)
    .filter((_, i) => wanted.has(i + 1))
    .join("\n");
}
