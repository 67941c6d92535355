import type { Config } from "#lib/config/environment.ts";
import { SECOND } from "#lib/domain/instant.ts";
import { guardedFetch } from "#lib/http/guarded-request.ts";
import { drawDiscord } from "#lib/notify/messages/discord-notice.ts";
import { toldOf } from "#lib/notify/messages/told.ts";
import type { Channel } from "./channel.ts";
import { postJson } from "./post.ts";

/** Discord's webhooks; each takes about thirty messages a minute. */
export function discordChannel(config: Pick<Config, "outboundAllow" | "publicUrl">): Channel {
  const fetch = guardedFetch(config.outboundAllow);
  return {
    unready: null,
    destination: "target",
    concurrency: 8,
    spacingMs: 2 * SECOND,
    async deliver(message) {
      const { target } = message.delivery;
      const told = toldOf(message, config.publicUrl);
      const { status } = await postJson(fetch, target, drawDiscord(told), {
        secrets: [target],
        gone: [401, 404, 410],
        permanent: [400, 403, 413],
      });
      return { answer: String(status) };
    },
    close: () => undefined,
  };
}
