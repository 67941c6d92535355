import { CHANNEL_KINDS, CHANNEL_NAMES, type ChannelKind } from "#lib/domain/channel.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { pageOrDefault } from "#lib/services/read-page.ts";
import type { Database } from "#lib/store/database.ts";
import { newestUpdate } from "#lib/store/incident-updates.ts";
import type { Row } from "#lib/store/schema.ts";
import type { Message } from "./channels/channel.ts";
import { drawNtfy } from "./channels/ntfy.ts";
import { drawSms } from "./channels/sms.ts";
import { drawPush } from "./channels/webpush.ts";
import { drawDiscord } from "./messages/discord-notice.ts";
import { drawEmailNotice, personal } from "./messages/email-notice.ts";
import { type Notice, readNotice } from "./messages/notice.ts";
import { drawSlack } from "./messages/slack-notice.ts";
import { drawTeams } from "./messages/teams-notice.ts";
import { drawTelegram } from "./messages/telegram-notice.ts";
import { templated } from "./messages/templated.ts";
import { type Told, toldOf } from "./messages/told.ts";

/** How a message reads on a channel: its own marks are in it as they are sent. */
export type Preview = { channel: ChannelKind; name: string; text: string };

type Words = Pick<Row<"template">, "title" | "body">;

/**
 * The newest update that anybody was told of, or a made-up one on a new page, in a template's words on each channel.
 *
 * @param channel only this one; null: all of them.
 */
export async function previewMessages(
  db: Database,
  publicUrl: string,
  words: Words,
  channel: ChannelKind | null,
  now: Instant,
): Promise<Preview[]> {
  const newest = await newestUpdate(db);
  const real = newest ? await readNotice(db, publicUrl, newest.incident_id, newest.id) : null;
  const { name } = await pageOrDefault(db);
  const notice = templated(real ?? sample(name, publicUrl, now), words);
  const kinds = channel === null ? CHANNEL_KINDS : [channel];
  return Promise.all(
    kinds.map(async (kind) => ({
      channel: kind,
      name: CHANNEL_NAMES[kind],
      text: await drawn(kind, notice, publicUrl),
    })),
  );
}

async function drawn(kind: ChannelKind, notice: Notice, publicUrl: string): Promise<string> {
  const delivery = { id: "preview", subscriber_id: "preview", target: "" } as Row<"outbox">;
  const message: Message & { kind: "update" } = { kind: "update", delivery, notice, isFirst: true };
  const told = toldOf(message, publicUrl);
  if (kind === "email") {
    const mail = await drawEmailNotice(notice, told);
    return `Subject: ${mail.subject}\n\n${personal(mail, `${publicUrl}/subscriptions/…`).text}`;
  }
  return WORDS_OF[kind](told, message, publicUrl);
}

type WordsOf = (told: Told, message: Message & { kind: "update" }, publicUrl: string) => string;

const WORDS_OF: Readonly<Record<Exclude<ChannelKind, "email">, WordsOf>> = {
  slack: (told) =>
    drawSlack(told)
      .blocks.map((block) => ("text" in block ? block.text.text : block.elements.map((one) => one.text).join(" ")))
      .join("\n\n"),
  discord: (told) =>
    drawDiscord(told)
      .embeds.map(({ title, description }) => `${title}\n\n${description}`)
      .join("\n"),
  telegram: (told) => drawTelegram(told),
  teams: (told) =>
    drawTeams(told)
      .attachments.flatMap(({ content }) => content.body.map((line) => line.inlines.map((run) => run.text).join("")))
      .join("\n"),
  ntfy: (told) => {
    const { title, message } = drawNtfy(told);
    return `${title}\n\n${message}`;
  },
  webpush: (told) => {
    const { title, body } = drawPush(told, "preview");
    return `${title}\n\n${body}`;
  },
  sms: (_told, message, publicUrl) => drawSms(message, publicUrl),
  pagerduty: (_told, { notice }) => notice.headline,
  // Receivers get the update itself, in Statuspage's shape: no template changes data.
  webhook: (_told, { notice }) => `${notice.title}\n\n${notice.status}`,
};

function sample(pageName: string, publicUrl: string, now: Instant): Notice {
  const title = "Background tasks are delayed";
  return {
    pageName,
    subject: "incident",
    subjectId: "example",
    updateId: "example",
    title,
    status: "identified",
    headline: `Identified: ${title}`,
    body: "Tasks wait longer than usual. Nothing is lost: they run once this is over.",
    components: [{ name: "Background tasks", status: "partial_outage" }],
    impact: "minor",
    isOver: false,
    expected: "14:30 UTC",
    nextUpdate: "14:15 UTC",
    window: null,
    startedAt: now,
    postedAt: now,
    url: `${publicUrl}/incidents/example`,
  };
}
