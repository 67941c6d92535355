import { DomainError } from "#lib/domain/errors.ts";
import { outgoingUrl } from "#lib/http/address-rules.ts";
import type { Target } from "./subscriber-target.ts";

const SLACK = /^https:\/\/hooks\.slack(-gov)?\.com\/(services|workflows|triggers)\/[A-Za-z0-9/_-]+$/;
const SLACK_CHANNEL = /^[CGD][A-Z0-9]{8,20}$/;
const DISCORD = /^https:\/\/((canary|ptb)\.)?discord(app)?\.com\/api\/(v\d+\/)?webhooks\/\d+\/[\w-]+$/;
const TELEGRAM_CHAT = /^(-?\d{4,20}|@[A-Za-z]\w{4,31})$/;
const NTFY_TOPIC = /^\/[A-Za-z0-9_-]{1,64}$/;
const PAGERDUTY_KEY = /^(eu:)?[A-Za-z0-9]{32}$/;
const PHONE = /^\+[1-9]\d{6,14}$/;
const PUSH_KEY_BYTES = 65;
const PUSH_AUTH_BYTES = 16;

/** Whether a Slack target is a channel that our bot posts to, and not a webhook's address. */
export function isSlackChannelId(target: string): boolean {
  return SLACK_CHANNEL.test(target);
}

/** A webhook address of Slack, of a host that `allow` names, or the id of a channel for our bot. */
export function slackTarget(text: string, allow: readonly string[]): Target {
  if (isSlackChannelId(text) || (SLACK.test(text) && text.length <= 2_048)) return same(text);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.username || !isAllowed(url, allow)) {
    throw wrongTarget(
      "A Slack webhook address starts with https://hooks.slack.com/services/; a channel's id looks like C0123ABCD.",
    );
  }
  return same(url.href);
}

/** Any address on the internet that takes posts, by https. */
export function webhookTarget(text: string, allow: readonly string[]): Target {
  return same(outgoingUrl(text, allow).url.href);
}

export function discordTarget(text: string, allow: readonly string[]): Target {
  const { url, isAllowed: isExempt } = outgoingUrl(text, allow);
  if (!isExempt && !DISCORD.test(url.href)) {
    throw wrongTarget("A Discord webhook address starts with https://discord.com/api/webhooks/.");
  }
  return same(url.href);
}

/** A chat's number, or a public channel's @name. */
export function telegramTarget(text: string): Target {
  if (!TELEGRAM_CHAT.test(text)) {
    throw wrongTarget("A Telegram chat is a number such as -1001234567890, or a public channel's @name.");
  }
  return { target: text, key: text.toLowerCase() };
}

export function ntfyTarget(text: string, allow: readonly string[]): Target {
  const { url } = outgoingUrl(text, allow);
  if (!NTFY_TOPIC.test(url.pathname) || url.search !== "" || url.hash !== "") {
    throw wrongTarget("An ntfy address is a server and a topic: https://ntfy.sh/your-topic.");
  }
  return same(`${url.origin}${url.pathname}`);
}

/** An integration key; `eu:` before it for an account in the EU region. */
export function pagerdutyTarget(text: string): Target {
  if (!PAGERDUTY_KEY.test(text)) {
    throw wrongTarget("A PagerDuty integration key has 32 letters and digits; put eu: before it for an EU account.");
  }
  return same(text);
}

/** A number with its country: +49 151 23456789. */
export function smsTarget(text: string): Target {
  const number = text.replace(/[\s().-]/g, "").replace(/^00/, "+");
  if (!PHONE.test(number)) throw wrongTarget("Give the number with its country code, such as +49 151 23456789.");
  return same(number);
}

/** What a browser's `PushSubscription` says of itself as JSON. */
export function webPushTarget(text: string, allow: readonly string[]): Target {
  const { endpoint, keys } = readPush(text);
  const { href } = outgoingUrl(endpoint, allow).url;
  const isMade = byteLength(keys.p256dh) === PUSH_KEY_BYTES && byteLength(keys.auth) === PUSH_AUTH_BYTES;
  if (!isMade) throw wrongPush();
  return { target: JSON.stringify({ endpoint: href, keys }), key: href };
}

function readPush(text: string): { endpoint: string; keys: { p256dh: string; auth: string } } {
  try {
    const { endpoint, keys } = JSON.parse(text);
    if ([endpoint, keys?.p256dh, keys?.auth].every((one) => typeof one === "string")) {
      return { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } };
    }
  } catch {
    // Said below: it is none.
  }
  throw wrongPush();
}

function byteLength(base64url: string): number {
  return /^[\w-]+=*$/.test(base64url) ? Buffer.from(base64url, "base64url").length : 0;
}

function isAllowed(url: URL, allow: readonly string[]): boolean {
  const port = url.port || (url.protocol === "http:" ? "80" : "443");
  return /^https?:$/.test(url.protocol) && allow.includes(`${url.hostname}:${port}`);
}

const same = (target: string): Target => ({ target, key: target });

const wrongPush = () =>
  wrongTarget("Your browser did not say how it can be reached. Allow notifications and try again.");

export function wrongTarget(message: string): DomainError {
  return new DomainError("invalid", message, { fields: [{ path: "target", message }] });
}
