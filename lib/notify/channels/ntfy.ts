import type { Config } from "#lib/config/environment.ts";
import { SECOND } from "#lib/domain/instant.ts";
import { toPlainText } from "#lib/domain/markdown.ts";
import { guardedFetch } from "#lib/http/guarded-request.ts";
import { type Told, type Tone, toldOf } from "#lib/notify/messages/told.ts";
import { cutText, trimBlocks } from "#lib/notify/messages/trim-blocks.ts";
import type { Channel } from "./channel.ts";
import { postJson } from "./post.ts";

/** ntfy turns a message of more than 4096 bytes into a file (docs.ntfy.sh/publish). */
const MESSAGE_MAX = 1_200;
const TITLE_MAX = 200;

const PRIORITY: Record<Tone, number> = { critical: 5, major: 4, minor: 3, planned: 3, good: 3, none: 2 };
const TAG: Record<Tone, string> = {
  critical: "rotating_light",
  major: "rotating_light",
  minor: "warning",
  planned: "wrench",
  good: "white_check_mark",
  none: "information_source",
};

/** A topic of ntfy.sh or of a server of one's own. Published as JSON: no word of ours becomes a header. */
export function ntfyChannel(config: Pick<Config, "outboundAllow" | "publicUrl">): Channel {
  const fetch = guardedFetch(config.outboundAllow);
  return {
    unready: null,
    destination: "target",
    concurrency: 8,
    spacingMs: SECOND,
    async deliver(message) {
      const { target } = message.delivery;
      const { origin, pathname } = new URL(target);
      const body = { topic: pathname.slice(1), ...drawNtfy(toldOf(message, config.publicUrl)) };
      const { status } = await postJson(fetch, origin, body, {
        secrets: [target, pathname.slice(1)],
        gone: [404, 410],
        permanent: [400, 401, 403, 413],
      });
      return { answer: String(status) };
    },
    close: () => undefined,
  };
}

/** Draws a message for ntfy: plain text, it reads no marks in it unless asked to. */
export function drawNtfy(told: Told) {
  const affected = told.affected.map((one) => `${one.name}: ${one.state}`).join("\n");
  const body = toPlainText(trimBlocks(told.body, MESSAGE_MAX / 2));
  const text = [cutText(affected, MESSAGE_MAX / 4), body, told.facts.join("\n")].filter(Boolean).join("\n\n");
  return {
    title: cutText(told.headline, TITLE_MAX),
    message: cutText(text, MESSAGE_MAX),
    priority: PRIORITY[told.tone],
    tags: [TAG[told.tone]],
    click: told.link.url,
  };
}
