import type { Instant } from "#lib/domain/instant.ts";
import { CONFIRM_WITHIN_MS, type ConfirmPayload } from "#lib/services/confirmation.ts";
import { pageOrDefault } from "#lib/services/read-page.ts";
import type { DigestPayload } from "#lib/services/release-held.ts";
import type { Note } from "#lib/services/tell-operators.ts";
import type { Database } from "#lib/store/database.ts";
import type { ClaimContext } from "#lib/store/outbox.ts";
import type { ChannelKind, Row } from "#lib/store/schema.ts";
import { messageTemplateFor } from "#lib/store/templates.ts";
import type { Message } from "./channels/channel.ts";
import { digestNotice } from "./messages/digest-notice.ts";
import { readMaintenanceNotice } from "./messages/maintenance-notice.ts";
import { type Notice, readNotice } from "./messages/notice.ts";
import { readPostmortemNotice } from "./messages/postmortem-notice.ts";
import { templated } from "./messages/templated.ts";

/** Turns a row of the outbox into what is sent; a sentence instead when it is not to be sent any more. */
export type Composer = (delivery: Row<"outbox">, context: ClaimContext | undefined) => Promise<Message | string>;

/** An update for each of the channels, and a few more. */
const KEPT_NOTICES = 64;

/** What a message tells: an update of an incident, its postmortem, or a notice of a maintenance. */
type Told = DigestPayload["items"][number];

/** Composes messages. An update is read and worded once for all who are told of it on a channel. */
export function composer(parts: { db: Database; publicUrl: string; clock: () => Instant }): Composer {
  const { db, publicUrl, clock } = parts;
  const noticeOf = keptNotices(db, publicUrl);
  return async (delivery, context) => {
    if (!context?.isListening) return "The subscription has ended.";
    if (delivery.kind === "test") return { kind: "test", delivery, pageName: (await pageOrDefault(db)).name };
    if (delivery.kind === "note") return note(db, delivery);
    if (delivery.kind === "confirm") return confirmation(db, delivery, clock());
    if (delivery.kind === "digest") return digest(delivery, noticeOf);
    const notice = await noticeOf(toldBy(delivery), delivery.channel);
    if (!notice) return "What it told of was taken back.";
    if (notice.isOver && notice.subject !== "postmortem" && !context.wasTold)
      return "It is over, and nothing of it had arrived before.";
    return { kind: "update", delivery, notice, isFirst: context.isFirst };
  };

  async function digest(delivery: Row<"outbox">, read: typeof noticeOf): Promise<Message | string> {
    const { items } = JSON.parse(delivery.payload ?? '{"items":[]}') as DigestPayload;
    const notices = (await Promise.all(items.map((item) => read(item, null)))).filter((one) => one !== null);
    if (notices.length === 0) return "What it told of was taken back.";
    const { name, time_zone: timeZone } = await pageOrDefault(db);
    const notice = digestNotice(delivery.id, notices, { name, timeZone, publicUrl }, delivery.created_at);
    return { kind: "update", delivery, notice, isFirst: true };
  }
}

function toldBy(delivery: Row<"outbox">): Told {
  return { incidentId: delivery.incident_id, updateId: delivery.update_id, noticeId: delivery.notice_id };
}

type ReadTold = (told: Told, channel: ChannelKind | null) => Promise<Notice | null>;

/** Reads what is told, once, in the words of the channel's template; without a channel as it was written. */
function keptNotices(db: Database, publicUrl: string): ReadTold {
  const kept = new Map<string, Promise<Notice | null>>();
  const read = async ({ incidentId, updateId, noticeId }: Told, channel: ChannelKind | null) => {
    const notice = await readTold({ incidentId, updateId, noticeId });
    return notice && channel !== null ? templated(notice, await messageTemplateFor(db, channel)) : notice;
  };
  const readTold = ({ incidentId, updateId, noticeId }: Told) => {
    if (incidentId !== null && updateId !== null) return readNotice(db, publicUrl, incidentId, updateId);
    if (incidentId !== null) return readPostmortemNotice(db, publicUrl, incidentId);
    return readMaintenanceNotice(db, publicUrl, noticeId as string);
  };
  return (told, channel) => {
    const key = `${told.updateId ?? told.noticeId} ${channel}`;
    const known = kept.get(key);
    if (known) return known;
    // Whoever reads it at the same moment gets the same one: what was drawn of it is remembered with it.
    const notice = read(told, channel);
    if (kept.size >= KEPT_NOTICES) kept.delete(kept.keys().next().value as string);
    kept.set(key, notice);
    // What could not be read, or is not there, is looked for again.
    notice.then((one) => one ?? kept.delete(key)).catch(() => kept.delete(key));
    return notice;
  };
}

async function note(db: Database, delivery: Row<"outbox">): Promise<Message | string> {
  if (delivery.payload === null) return "There is nothing left to say.";
  const { name } = await pageOrDefault(db);
  return { kind: "note", delivery, pageName: name, note: JSON.parse(delivery.payload) as Note };
}

async function confirmation(db: Database, delivery: Row<"outbox">, now: Instant): Promise<Message | string> {
  if (delivery.payload === null || now - delivery.created_at >= CONFIRM_WITHIN_MS) return "Its link has run out.";
  const { name } = await pageOrDefault(db);
  return { kind: "confirm", delivery, pageName: name, confirmation: JSON.parse(delivery.payload) as ConfirmPayload };
}
