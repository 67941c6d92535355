import { CHANNEL_KINDS, CHANNEL_NAMES, type ChannelKind } from "#lib/domain/channel.ts";

const COUNT = new Intl.NumberFormat("en-US");

/** "1,204 by email, 18 by Slack"; "nobody has subscribed yet" when there is nobody to tell. */
export function recipientsText(counts: Partial<Record<ChannelKind, number>>): string {
  const parts = CHANNEL_KINDS.flatMap((kind) => {
    const count = counts[kind] ?? 0;
    const name = kind === "email" || kind === "webhook" ? CHANNEL_NAMES[kind].toLowerCase() : CHANNEL_NAMES[kind];
    return count > 0 ? [`${COUNT.format(count)} by ${name}`] : [];
  });
  return parts.length > 0 ? parts.join(", ") : "nobody has subscribed yet";
}
