import type { Config } from "#lib/config/environment.ts";
import { SECOND } from "#lib/domain/instant.ts";
import { guardedFetch } from "#lib/http/guarded-request.ts";
import { drawTeams } from "#lib/notify/messages/teams-notice.ts";
import { toldOf } from "#lib/notify/messages/told.ts";
import type { Channel } from "./channel.ts";
import { postJson } from "./post.ts";

/** Microsoft Teams by a Workflows webhook ("Post to a channel when a webhook request is received"). */
export function teamsChannel(config: Pick<Config, "outboundAllow" | "publicUrl">): Channel {
  const fetch = guardedFetch(config.outboundAllow);
  return {
    unready: null,
    destination: "target",
    concurrency: 8,
    spacingMs: SECOND,
    async deliver(message) {
      const { target } = message.delivery;
      const secrets = [target, new URL(target).search];
      const card = drawTeams(toldOf(message, config.publicUrl));
      const { answer } = await postJson(fetch, target, card, {
        secrets,
        gone: [404, 410],
        permanent: [400, 401, 403, 413],
      });
      return { answer };
    },
    close: () => undefined,
  };
}
