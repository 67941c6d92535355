import { type FetchFunction, IncomingWebhook, IncomingWebhookHTTPError } from "@slack/webhook";
import type { Config } from "#lib/config/environment.ts";
import { SECOND } from "#lib/domain/instant.ts";
import { guardedFetch } from "#lib/http/guarded-request.ts";
import { drawSlack, type SlackNotice } from "#lib/notify/messages/slack-notice.ts";
import { toldOf } from "#lib/notify/messages/told.ts";
import { isSlackChannelId } from "#lib/services/channel-targets.ts";
import { SLACK_ENV_TARGET } from "#lib/services/sync-slack-subscriber.ts";
import { type Channel, type ChannelParts, DeliveryError } from "./channel.ts";
import { short, waitOf } from "./post.ts";
import { slackBot } from "./slack-bot.ts";

const TIMEOUT_MS = 10_000;
/** Slack takes about one message a second per webhook and per channel. */
const SPACING_MS = SECOND;

/** Answers by which Slack says that this address will never take a message again (compat.md §8). */
const GONE = new Set([403, 404, 410]);

type Parts = Pick<ChannelParts, "db" | "clock"> & {
  config: Pick<Config, "slackWebhookUrl" | "slackBotToken" | "outboundAllow" | "publicUrl">;
};

/** Slack: incoming webhooks, and channels by our bot. The addresses are secrets: none of them gets into an error. */
export function slackChannel(parts: Parts, api?: string): Channel {
  const { config } = parts;
  const fetch = guardedFetch(config.outboundAllow);
  const bot = slackBot(parts, api);
  return {
    unready: null,
    destination: "target",
    concurrency: 8,
    spacingMs: SPACING_MS,
    async deliver(message) {
      const { target } = message.delivery;
      if (isSlackChannelId(target)) return bot(message);
      const url = target === SLACK_ENV_TARGET ? config.slackWebhookUrl : target;
      if (url === null) throw new DeliveryError("SLACK_WEBHOOK_URL is not set.", { destinationAway: true });
      return send(url, fetch, drawSlack(toldOf(message, config.publicUrl)));
    },
    close: () => undefined,
  };
}

async function send(url: string, fetch: FetchFunction, notice: SlackNotice): Promise<{ answer: string }> {
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
    return { answer: short(text, [url]) };
  } catch (error) {
    throw refusal(error, url, waitOf(retryAfter));
  }
}

function refusal(error: unknown, url: string, retryAfterMs: number | null): DeliveryError {
  if (!(error instanceof IncomingWebhookHTTPError)) {
    const words = error instanceof Error ? error.message : "Slack could not be reached.";
    return new DeliveryError(short(words, [url]), { destinationAway: true });
  }
  const answer = short(`${error.statusCode} ${error.body}`, [url]);
  if (GONE.has(error.statusCode)) return new DeliveryError(answer, { targetGone: true });
  if (error.statusCode === 400) return new DeliveryError(answer, { permanent: true });
  if (error.statusCode === 429) return new DeliveryError(answer, { retryAfterMs: retryAfterMs ?? 30 * SECOND });
  return new DeliveryError(answer, { destinationAway: true, retryAfterMs });
}
