import type { Instant } from "#lib/domain/instant.ts";
import { CONFIRM_WITHIN_MS, type ConfirmPayload } from "#lib/services/confirmation.ts";
import { pageOrDefault } from "#lib/services/read-page.ts";
import type { Database } from "#lib/store/database.ts";
import type { ClaimContext } from "#lib/store/outbox.ts";
import type { Row } from "#lib/store/schema.ts";
import type { Message } from "./channels/channel.ts";
import { type Notice, readNotice } from "./messages/notice.ts";

/** Turns a row of the outbox into what is sent; a sentence instead when it is not to be sent any more. */
export type Composer = (delivery: Row<"outbox">, context: ClaimContext | undefined) => Promise<Message | string>;

const KEPT_NOTICES = 16;

/** Composes messages. An update is read once for all who are told of it. */
export function composer(parts: { db: Database; publicUrl: string; clock: () => Instant }): Composer {
  const { db, publicUrl, clock } = parts;
  const kept = new Map<string, Notice>();
  const noticeOf = async (incidentId: string, updateId: string): Promise<Notice | null> => {
    const notice = kept.get(updateId) ?? (await readNotice(db, publicUrl, incidentId, updateId));
    if (!notice || kept.has(updateId)) return notice;
    if (kept.size >= KEPT_NOTICES) kept.delete(kept.keys().next().value as string);
    kept.set(updateId, notice);
    return notice;
  };
  return async (delivery, context) => {
    if (!context?.isListening) return "The subscription has ended.";
    if (delivery.kind === "test") return { kind: "test", delivery, pageName: (await pageOrDefault(db)).name };
    if (delivery.kind === "confirm") return confirmation(db, delivery, clock());
    const notice = await noticeOf(delivery.incident_id as string, delivery.update_id as string);
    if (!notice) return "The incident was taken back.";
    return { kind: "update", delivery, notice, isFirst: context.isFirst };
  };
}

async function confirmation(db: Database, delivery: Row<"outbox">, now: Instant): Promise<Message | string> {
  if (delivery.payload === null || now - delivery.created_at >= CONFIRM_WITHIN_MS) return "Its link has run out.";
  const { name } = await pageOrDefault(db);
  return { kind: "confirm", delivery, pageName: name, confirmation: JSON.parse(delivery.payload) as ConfirmPayload };
}
