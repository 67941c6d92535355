import type { Config } from "#lib/config/environment.ts";
import type { ChannelKind } from "#lib/domain/channel.ts";
import { SELF_CHANNELS, type SelfChannel } from "./subscribe.ts";

type ChannelConfig = Pick<Config, "sms" | "telegramBotToken">;

/** Which setting a channel lacks before anything can be sent by it; null when nothing is missing. Mail waits for its own. */
export function missingSetting(config: ChannelConfig, channel: ChannelKind): string | null {
  if (channel === "sms" && config.sms === null) return "SMS_URL";
  if (channel === "telegram" && config.telegramBotToken === null) return "TELEGRAM_BOT_TOKEN";
  return null;
}

/** What visitors are offered. */
export function offeredChannels(config: ChannelConfig): SelfChannel[] {
  return SELF_CHANNELS.filter((channel) => missingSetting(config, channel) === null);
}
