import type { Config } from "#lib/config/environment.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { noteBounce } from "#lib/services/note-bounce.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { markReturned, sentTo } from "#lib/store/returned.ts";
import type { Row } from "#lib/store/schema.ts";
import { short } from "./channels/post.ts";
import { threadHeaders } from "./messages/email-headers.ts";
import { readReturnedMail } from "./returned-mail.ts";

/** There is no such mailbox or domain (RFC 3463); everything else may be about the one mail. */
const NO_MAILBOX = /^5\.1\./;

/**
 * Takes in a mail that came to the sender's address. When it returns one of ours, that one counts as failed and its
 * subscriber as refused: a mailbox that does not exist is set aside at once, another after three within a week.
 *
 * Only a report that names the Message-ID of a mail of ours is believed: nobody else knows it but who got the mail.
 *
 * @returns whether it was such a report. The same one taken in again changes nothing.
 */
export async function takeReturnedMail(
  db: Database,
  { publicUrl }: Pick<Config, "publicUrl">,
  raw: string,
  now: Instant,
): Promise<boolean> {
  const returned = readReturnedMail(raw);
  if (returned === null) return false;
  return inTransaction(db, async (tx) => {
    const ours = await sentTo(tx, "email", returned.recipient);
    const delivery = ours.find((one) => messageIds(publicUrl, one).includes(returned.messageId));
    if (delivery === undefined) return false;
    if (!(await markReturned(tx, delivery.id, short(returned.answer, [])))) return true;
    await noteBounce(tx, delivery, NO_MAILBOX.test(returned.status), now);
    return true;
  });
}

/** The one it has as the first of its thread, and the one it has otherwise. */
function messageIds(publicUrl: string, delivery: Row<"outbox">): string[] {
  const subject = delivery.kind === "digest" ? "digest" : delivery.incident_id === null ? "maintenance" : "incident";
  const of = {
    subject,
    subjectId: delivery.kind === "digest" ? delivery.id : (delivery.subject_id ?? ""),
    updateId: delivery.update_id ?? delivery.notice_id ?? "",
    subscriberId: delivery.subscriber_id,
  } as const;
  return [true, false].map((isFirst) => threadHeaders(publicUrl, { ...of, isFirst }).messageId);
}
