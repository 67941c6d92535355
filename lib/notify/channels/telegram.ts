import type { Config } from "#lib/config/environment.ts";
import { SECOND } from "#lib/domain/instant.ts";
import { guardedFetch } from "#lib/http/guarded-request.ts";
import { drawTelegram } from "#lib/notify/messages/telegram-notice.ts";
import { toldOf } from "#lib/notify/messages/told.ts";
import { findAnchor, keepAnchor } from "#lib/store/threads.ts";
import { type Channel, type ChannelParts, DeliveryError } from "./channel.ts";
import { type GuardedFetch, postJson } from "./post.ts";

type Parts = Pick<ChannelParts, "db" | "clock"> & {
  config: Pick<Config, "telegramBotToken" | "outboundAllow" | "publicUrl">;
};

/** Telegram's own server. */
const API = "https://api.telegram.org";

/** A bot in a chat, group or channel. The updates of an incident answer its first message. */
export function telegramChannel({ config, db, clock }: Parts, api = API): Channel {
  const fetch = guardedFetch(config.outboundAllow);
  const { telegramBotToken: token } = config;
  return {
    unready: null,
    destination: "target",
    concurrency: 8,
    // A group takes twenty messages a minute.
    spacingMs: 3 * SECOND,
    async deliver(message) {
      if (token === null) throw new DeliveryError("TELEGRAM_BOT_TOKEN is not set.", { destinationAway: true });
      const { subscriber_id, target } = message.delivery;
      const subject = message.kind === "update" ? message.notice.subjectId : null;
      const anchor = subject === null ? null : await findAnchor(db, subscriber_id, subject);
      const id = await send(fetch, api, token, {
        chat_id: target,
        text: drawTelegram(toldOf(message, config.publicUrl)),
        parse_mode: "HTML",
        link_preview_options: { is_disabled: true },
        ...(anchor ? { reply_parameters: { message_id: Number(anchor), allow_sending_without_reply: true } } : {}),
      });
      if (subject !== null && anchor === null && id !== null) {
        await keepAnchor(db, { subscriberId: subscriber_id, subjectId: subject, anchor: String(id) }, clock());
      }
      return { answer: "ok" };
    },
    close: () => undefined,
  };
}

/** @returns the message's own number there; null when it was not told. */
async function send(fetch: GuardedFetch, api: string, token: string, body: object): Promise<number | null> {
  try {
    const { text } = await postJson(fetch, `${api}/bot${token}/sendMessage`, body, { secrets: [token] });
    const id: unknown = JSON.parse(text)?.result?.message_id;
    return typeof id === "number" ? id : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    if (!(error instanceof DeliveryError)) throw error;
    throw meaningOf(error);
  }
}

/** Telegram says by words who is meant: a chat that is no more, or a message it cannot read. */
function meaningOf(error: DeliveryError): DeliveryError {
  const { message } = error;
  if (
    /chat not found|bot was (blocked|kicked)|user is deactivated|not a member|group chat was upgraded/i.test(message)
  ) {
    return new DeliveryError(message, { targetGone: true });
  }
  if (/^400 /.test(message)) return new DeliveryError(message, { permanent: true });
  return error;
}
