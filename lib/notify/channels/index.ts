import type { ChannelKind } from "#lib/domain/channel.ts";
import type { Channel, ChannelParts } from "./channel.ts";
import { discordChannel } from "./discord.ts";
import { emailChannel } from "./email.ts";
import { ntfyChannel } from "./ntfy.ts";
import { pagerdutyChannel } from "./pagerduty.ts";
import { slackChannel } from "./slack.ts";
import { smsChannel } from "./sms.ts";
import { teamsChannel } from "./teams.ts";
import { telegramChannel } from "./telegram.ts";
import { webhookChannel } from "./webhook.ts";
import { webPushChannel } from "./webpush.ts";

/** Every way in which messages travel. */
export const channels: Readonly<Record<ChannelKind, (parts: ChannelParts) => Channel>> = {
  email: ({ config }) => emailChannel(config),
  slack: (parts) => slackChannel(parts),
  webhook: webhookChannel,
  teams: ({ config }) => teamsChannel(config),
  discord: ({ config }) => discordChannel(config),
  telegram: (parts) => telegramChannel(parts),
  ntfy: ({ config }) => ntfyChannel(config),
  pagerduty: ({ config }) => pagerdutyChannel(config),
  webpush: ({ config }) => webPushChannel(config),
  sms: ({ config }) => smsChannel(config),
};
