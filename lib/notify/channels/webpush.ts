import webPush from "web-push";
import type { Config } from "#lib/config/environment.ts";
import { toPlainText } from "#lib/domain/markdown.ts";
import { guardedFetch } from "#lib/http/guarded-request.ts";
import { type Told, toldOf } from "#lib/notify/messages/told.ts";
import { cutText } from "#lib/notify/messages/trim-blocks.ts";
import { type PushTarget, pushKeys } from "#lib/services/push-keys.ts";
import { type Channel, DeliveryError, type Message } from "./channel.ts";
import { post } from "./post.ts";

/** An offline browser gets what is not older (seconds). */
const TTL = 3_600;
/** Push services take 4096 bytes, of which 3993 are ours: a sign has up to four. */
const TITLE_MAX = 120;
const BODY_MAX = 300;

type PushConfig = Pick<Config, "sessionSecret" | "outboundAllow" | "mailFrom">;

/** Notifications in the visitor's browser (RFC 8030, 8291, 8292). */
export function webPushChannel(config: PushConfig & Pick<Config, "publicUrl">): Channel {
  const fetch = guardedFetch(config.outboundAllow);
  return {
    unready: null,
    // As many targets as readers, at a handful of services: a failure is one target's, nobody else waits for it.
    destination: "one",
    concurrency: 8,
    spacingMs: 0,
    async deliver(message) {
      const target = JSON.parse(message.delivery.target) as PushTarget;
      const payload = JSON.stringify(drawPush(toldOf(message, config.publicUrl), topicOf(message)));
      const { headers, body, endpoint } = requestFor(config, target, payload, topicOf(message));
      try {
        const { status } = await post(fetch, endpoint, {
          headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
          body,
          secrets: [endpoint],
          gone: [403, 404, 410],
          permanent: [400, 413],
        });
        return { answer: String(status) };
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        const { message: answer, permanent, retryAfterMs, targetGone } = error;
        throw new DeliveryError(answer, { permanent, retryAfterMs, targetGone });
      }
    },
    close: () => undefined,
  };
}

function requestFor(config: PushConfig, target: PushTarget, payload: string, topic: string) {
  const subject = `mailto:${/[^<>\s]+@[^<>\s]+/.exec(config.mailFrom)?.[0] ?? "status@localhost"}`;
  try {
    return webPush.generateRequestDetails(target, payload, {
      vapidDetails: { subject, ...pushKeys(config.sessionSecret) },
      contentEncoding: "aes128gcm",
      TTL,
      urgency: "high",
      topic,
    });
  } catch {
    // Keys that are none: no browser has made them.
    throw new DeliveryError("The browser's keys cannot be used.", { targetGone: true });
  }
}

/** At most 32 signs of base64url: an offline browser gets only the newest message of a topic. */
function topicOf(message: Message): string {
  return message.kind === "update" ? message.notice.subjectId.slice(0, 32) : message.kind;
}

/** What public/sw.js shows; of the messages with one tag the newest alone. */
export function drawPush(told: Told, tag: string) {
  const affected = told.affected.map((one) => `${one.name}: ${one.state}`).join(", ");
  const body = [...told.facts, toPlainText(told.body).replace(/\s+/g, " "), affected].filter(Boolean).join(" · ");
  return { title: cutText(told.headline, TITLE_MAX), body: cutText(body, BODY_MAX), url: told.link.url, tag };
}
