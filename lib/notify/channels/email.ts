import nodemailer from "nodemailer";
import type { Config } from "#lib/config/environment.ts";
import { redactText } from "#lib/log.ts";
import { drawConfirmation } from "#lib/notify/messages/email-confirmation.ts";
import { AUTOMATIC, confirmationId, listHeaders, threadHeaders } from "#lib/notify/messages/email-headers.ts";
import { drawEmailNotice, type EmailNotice } from "#lib/notify/messages/email-notice.ts";
import type { Notice } from "#lib/notify/messages/notice.ts";
import { manageToken } from "#lib/services/manage-token.ts";
import { type Channel, DeliveryError, type Message } from "./channel.ts";
import { smtpOptions } from "./smtp-options.ts";

/** As many as there are connections: a message never waits inside the pool, where a crash would lose sight of it. */
const CONNECTIONS = 3;
/** Longer than any one of the timeouts, shorter than the lease: what takes this long has failed. */
const DEADLINE_MS = 45_000;

type EmailConfig = Pick<Config, "smtpUrl" | "mailFrom" | "publicUrl" | "sessionSecret">;

/** Mail by the SMTP server in SMTP_URL: one recipient per message, threads by incident, one click to leave. */
export function emailChannel(config: EmailConfig): Channel {
  const transport =
    config.smtpUrl === null ? null : nodemailer.createTransport(smtpOptions(config.smtpUrl, CONNECTIONS));
  const draw = drawnOnce(drawEmailNotice);
  return {
    unready: transport ? null : "SMTP_URL is not set: mail waits until it is.",
    destination: "one",
    concurrency: CONNECTIONS,
    spacingMs: 0,
    async deliver(message) {
      if (!transport) throw new DeliveryError("SMTP_URL is not set.", { destinationAway: true });
      const from = senderOf(config.mailFrom);
      const address = message.delivery.target;
      const content = await contentOf(config, message, draw, from.address);
      try {
        const { response } = await transport.sendMail({
          ...content,
          from,
          to: { name: "", address },
          // The server is told exactly these two, however the headers are read.
          envelope: { from: from.address, to: [address] },
          signal: AbortSignal.timeout(DEADLINE_MS),
        });
        return { answer: short(response) };
      } catch (error) {
        throw refusal(error);
      }
    },
    close: () => transport?.close(),
  };
}

async function contentOf(
  config: EmailConfig,
  message: Message,
  draw: (notice: Notice) => Promise<EmailNotice>,
  sender: string,
) {
  const { publicUrl } = config;
  const manageUrl = `${publicUrl}/subscriptions/${manageToken(config.sessionSecret, message.delivery.subscriber_id)}`;
  if (message.kind === "confirm") {
    const { token, code, isKnown } = message.confirmation;
    const confirmUrl = `${publicUrl}/subscriptions/${token}`;
    const asked = { pageName: message.pageName, code, confirmUrl, manageUrl: isKnown ? manageUrl : null };
    return { ...(await drawConfirmation(asked)), messageId: confirmationId(publicUrl, token), headers: AUTOMATIC };
  }
  const { notice, isFirst, delivery } = message;
  const drawn = await draw(notice);
  const { incidentId, updateId } = notice;
  return {
    subject: drawn.subject,
    ...drawn.personal(manageUrl),
    ...threadHeaders(publicUrl, { incidentId, updateId, subscriberId: delivery.subscriber_id, isFirst }),
    // Doubly nested: one header with both forms. A flat list makes two headers, which RFC 2369 forbids.
    list: { unsubscribe: [[{ url: manageUrl }, { url: `mailto:${sender}?subject=Unsubscribe` }]] },
    headers: { ...listHeaders(publicUrl), ...AUTOMATIC },
  };
}

/** "Status <status@example.com>" or a bare address. */
function senderOf(mailFrom: string): { name: string; address: string } {
  const named = /^\s*"?(.*?)"?\s*<([^<>\s]+)>\s*$/.exec(mailFrom);
  return named ? { name: named[1] as string, address: named[2] as string } : { name: "", address: mailFrom.trim() };
}

/** Remembers what was drawn for as long as the notice itself is. */
function drawnOnce<T>(draw: (notice: Notice) => Promise<T>): (notice: Notice) => Promise<T> {
  const known = new WeakMap<Notice, Promise<T>>();
  return (notice) => {
    let drawn = known.get(notice);
    if (!drawn) {
      drawn = draw(notice);
      known.set(notice, drawn);
    }
    return drawn;
  };
}

type SmtpError = Error & { code?: string; command?: string; responseCode?: number; response?: string };

/** What an SMTP failure means for the message and for the server (reliability.md §7 "Back-off"). */
function refusal(thrown: unknown): DeliveryError {
  const error = thrown as SmtpError;
  const answer = short(error.response ?? error.message);
  const status = error.responseCode ?? 0;
  const isOfRecipient = error.command === "RCPT TO" && status !== 421;
  // 530 and 5.7.x refuse us, not the recipient: a relay that is not set up must not cost anyone a notice.
  const isOfSender = status === 530 || /\b5\.7\.\d/.test(error.response ?? "");
  if (isOfRecipient && status >= 500 && !isOfSender) return new DeliveryError(answer, { permanent: true });
  if (isOfRecipient && !isOfSender) return new DeliveryError(answer);
  if (error.command === "DATA" && status !== 0 && status !== 421) return new DeliveryError(answer);
  return new DeliveryError(answer, { destinationAway: true });
}

function short(text: string): string {
  return redactText(text).replace(/\s+/g, " ").slice(0, 200);
}
