import { type FetchFunction, IncomingWebhook, IncomingWebhookHTTPError } from "@slack/webhook";
import type { Config } from "#lib/config/environment.ts";
import { SECOND } from "#lib/domain/instant.ts";
import { guardedFetch } from "#lib/http/guarded-request.ts";
import { redactText } from "#lib/log.ts";
import { drawSlackNotice } from "#lib/notify/messages/slack-notice.ts";
import { SLACK_ENV_TARGET } from "#lib/services/sync-slack-subscriber.ts";
import { type Channel, DeliveryError } from "./channel.ts";

const TIMEOUT_MS = 10_000;
/** Slack takes about one message a second per webhook. */
const SPACING_MS = SECOND;

/** Answers by which Slack says that this address will never take a message again (compat.md §8). */
const PERMANENT = new Set([400, 403, 404, 410]);

type SlackConfig = Pick<Config, "slackWebhookUrl" | "outboundAllow">;

/** Slack's incoming webhooks. The addresses are secrets: none of them gets into an error. */
export function slackChannel(config: SlackConfig): Channel {
  const fetch = guardedFetch(config.outboundAllow);
  return {
    unready: null,
    destination: "target",
    concurrency: 8,
    spacingMs: SPACING_MS,
    async deliver(message) {
      if (message.kind !== "update") throw new DeliveryError("Slack gets no confirmations.", { permanent: true });
      const { target } = message.delivery;
      const url = target === SLACK_ENV_TARGET ? config.slackWebhookUrl : target;
      if (url === null) throw new DeliveryError("SLACK_WEBHOOK_URL is not set.", { destinationAway: true });
      return send(url, fetch, drawSlackNotice(message.notice));
    },
    close: () => undefined,
  };
}

async function send(
  url: string,
  fetch: FetchFunction,
  notice: ReturnType<typeof drawSlackNotice>,
): Promise<{ answer: string }> {
  // The library keeps an answer's status and text but drops its headers.
  let retryAfter: string | null = null;
  const watched: FetchFunction = async (address, init) => {
    const answer = await fetch(address, init);
    retryAfter = answer.headers.get("retry-after");
    return answer;
  };
  try {
    const webhook = new IncomingWebhook(url, { fetch: watched, timeout: TIMEOUT_MS });
    const { text } = await webhook.send(notice);
    return { answer: short(text, url) };
  } catch (error) {
    throw refusal(error, url, retryAfter);
  }
}

function refusal(error: unknown, url: string, retryAfter: string | null): DeliveryError {
  if (!(error instanceof IncomingWebhookHTTPError)) {
    const words = error instanceof Error ? error.message : "Slack could not be reached.";
    return new DeliveryError(short(words, url), { destinationAway: true });
  }
  const answer = short(`${error.statusCode} ${error.body}`, url);
  const retryAfterMs = retryAfter === null ? null : waitOf(retryAfter);
  if (PERMANENT.has(error.statusCode)) return new DeliveryError(answer, { permanent: true });
  if (error.statusCode === 429) return new DeliveryError(answer, { retryAfterMs: retryAfterMs ?? 30 * SECOND });
  return new DeliveryError(answer, { destinationAway: true, retryAfterMs });
}

/** `Retry-After` in seconds or as a date; null when it is neither. */
function waitOf(header: string): number | null {
  if (/^\d+$/.test(header.trim())) return Number(header) * SECOND;
  const until = Date.parse(header);
  return Number.isNaN(until) ? null : Math.max(0, until - Date.now());
}

/** One short line without the address, whatever the library or the far side put into it. */
function short(text: string, url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : "/";
  const bare = text.replaceAll(url, "***");
  const clean = path === "/" ? bare : bare.replaceAll(path, "/***");
  return redactText(clean).replace(/\s+/g, " ").slice(0, 200);
}
