import type { Config } from "#lib/config/environment.ts";
import { SECOND } from "#lib/domain/instant.ts";
import { guardedFetch } from "#lib/http/guarded-request.ts";
import { cutText } from "#lib/notify/messages/trim-blocks.ts";
import { type Channel, DeliveryError, type Message } from "./channel.ts";
import { post } from "./post.ts";

/** Two parts of 153 signs, less the address. */
const TEXT_MAX = 200;

/** Twilio's numbers for a recipient who cannot be reached for good, or who has said STOP (twilio.com/docs/api/errors). */
const GONE = /"code":\s*(21211|21214|21610|21614|21612)\b/;

/**
 * Text messages by a provider that speaks Twilio's HTTP: the beginning and the end of an incident and the start of a
 * maintenance, nothing between.
 */
export function smsChannel(config: Pick<Config, "sms" | "outboundAllow" | "publicUrl">): Channel {
  const fetch = guardedFetch(config.outboundAllow);
  const { sms } = config;
  return {
    unready: null,
    destination: "one",
    concurrency: 1,
    // Long numbers send one message a second.
    spacingMs: SECOND,
    async deliver(message) {
      if (sms === null) throw new DeliveryError("SMS_URL is not set.", { destinationAway: true });
      if (!isToldBySms(message)) return { answer: "By SMS only the beginning and the end are told.", isSkipped: true };
      const body = new URLSearchParams({
        To: message.delivery.target,
        From: sms.from,
        Body: drawSms(message, config.publicUrl),
      }).toString();
      const headers = {
        authorization: `Basic ${Buffer.from(`${sms.account}:${sms.secret}`).toString("base64")}`,
        "content-type": "application/x-www-form-urlencoded",
      };
      const url = `${sms.origin}/2010-04-01/Accounts/${encodeURIComponent(sms.account)}/Messages.json`;
      const secrets = [sms.account, sms.secret, message.delivery.target];
      try {
        const { status } = await post(fetch, url, { headers, body, secrets, permanent: [400] });
        return { answer: String(status) };
      } catch (error) {
        if (error instanceof DeliveryError && GONE.test(error.message)) {
          throw new DeliveryError(error.message, { targetGone: true });
        }
        throw error;
      }
    },
    close: () => undefined,
  };
}

function isToldBySms(message: Message): boolean {
  if (message.kind !== "update") return true;
  const { notice } = message;
  if (notice.subject === "postmortem") return false;
  if (notice.subject === "maintenance") return notice.status === "in_progress";
  return message.isFirst || notice.isOver;
}

/** Draws a message in two parts at most and its address: provider and reader pay by the part. */
export function drawSms(message: Message, publicUrl: string): string {
  if (message.kind === "test") return `${message.pageName}: a test, nothing has happened. ${publicUrl}`;
  if (message.kind === "note") return cutText(oneLine(`${message.pageName}: ${message.note.text}`), TEXT_MAX);
  if (message.kind === "confirm") {
    const { code, isKnown } = message.confirmation;
    return isKnown
      ? `${message.pageName}: updates come to this number already.`
      : `${message.pageName}: your code to get updates is ${code}. If you did not ask, ignore this.`;
  }
  const { pageName, headline, expected, url } = message.notice;
  const text = cutText(oneLine(`${pageName}: ${headline}`), TEXT_MAX);
  return `${text}${expected ? ` Expected by ${expected}.` : ""} ${url}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
