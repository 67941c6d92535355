import type { ChannelKind } from "#lib/domain/channel.ts";

/** A target as operators see it: of what is a secret only so much that it can be recognised. */
export function shownTarget(channel: ChannelKind, target: string): string {
  if (channel === "webpush") return `a browser, by ${new URL(JSON.parse(target).endpoint).hostname}`;
  if (channel === "pagerduty") return `${target.startsWith("eu:") ? "eu:" : ""}…${target.slice(-4)}`;
  if (/^https?:/.test(target) && URL.canParse(target)) return `${new URL(target).origin}/…`;
  return target;
}

/** A target as whoever has a forwarded message may see it: "a…@example.com", "…89". */
export function maskedTarget(channel: ChannelKind, target: string): string {
  if (channel === "email") return `${target.slice(0, 1)}…${target.slice(target.lastIndexOf("@"))}`;
  if (channel === "sms") return `…${target.slice(-2)}`;
  return channel === "telegram" ? "your chat" : shownTarget(channel, target);
}
