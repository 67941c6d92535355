import { DeliveryError } from "./channel.ts";
import { short } from "./post.ts";

type SmtpError = Error & { code?: string; command?: string; responseCode?: number; response?: string };

/** 5.1.x: there is no such mailbox or domain (RFC 3463). Other refusals for good may be about this mail alone. */
const NO_MAILBOX = /\b5\.1\.\d/;
const ENHANCED = /\b[245]\.\d{1,3}\.\d{1,3}\b/;
/** Refusals of the recipient in the old numbers, where a server gives no new ones. */
const NO_MAILBOX_OLD = new Set([550, 551, 553]);

/** What an SMTP failure means for the message, its recipient and the server (reliability.md §7 "Back-off"). */
export function smtpRefusal(thrown: unknown): DeliveryError {
  const error = thrown as SmtpError;
  const response = error.response ?? "";
  const answer = short(error.response ?? error.message, []);
  const status = error.responseCode ?? 0;
  const isOfRecipient = error.command === "RCPT TO" && status !== 421;
  // 530 and 5.7.x refuse us, not the recipient: a relay that is not set up must not cost anyone a notice.
  const isOfSender = status === 530 || /\b5\.7\.\d/.test(response);
  if (isOfRecipient && status >= 500 && !isOfSender) {
    const isGone = NO_MAILBOX.test(response) || (NO_MAILBOX_OLD.has(status) && !ENHANCED.test(response));
    return new DeliveryError(answer, { permanent: true, targetGone: isGone });
  }
  if (isOfRecipient && !isOfSender) return new DeliveryError(answer);
  if (error.command === "DATA" && status !== 0 && status !== 421) return new DeliveryError(answer);
  return new DeliveryError(answer, { destinationAway: true });
}
