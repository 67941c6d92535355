import type { Config } from "#lib/config/environment.ts";
import type { ChannelKind } from "#lib/store/schema.ts";
import type { Channel } from "./channel.ts";
import { emailChannel } from "./email.ts";
import { slackChannel } from "./slack.ts";

/** Every way in which messages travel. */
export const channels = { email: emailChannel, slack: slackChannel } satisfies Record<
  ChannelKind,
  (config: Config) => Channel
>;
