import type { Config } from "#lib/config/environment.ts";
import { guardedFetch } from "#lib/http/guarded-request.ts";
import { drawSlack } from "#lib/notify/messages/slack-notice.ts";
import { toldOf } from "#lib/notify/messages/told.ts";
import { findAnchor, keepAnchor } from "#lib/store/threads.ts";
import { type ChannelParts, DeliveryError, type Message } from "./channel.ts";
import { postJson, short } from "./post.ts";

type Parts = Pick<ChannelParts, "db" | "clock"> & {
  config: Pick<Config, "slackBotToken" | "outboundAllow" | "publicUrl">;
};

const API = "https://slack.com/api";
/** Slack's answer repeats the message. */
const ANSWER_MAX = 256 * 1024;

/** What Slack says when the channel will take nothing more, when our token is to blame, and when the message is. */
const GONE = new Set(["channel_not_found", "is_archived", "not_in_channel", "restricted_action"]);
const OURS = new Set([
  "invalid_auth",
  "not_authed",
  "token_revoked",
  "token_expired",
  "account_inactive",
  "missing_scope",
]);
const UNFIT = new Set(["msg_too_long", "invalid_blocks", "msg_blocks_too_long", "no_text", "invalid_arguments"]);
/** The head is not there any more, or too old to be changed: the update is posted all the same. */
const HEAD_STAYS = new Set(["message_not_found", "cant_update_message", "edit_window_closed"]);

/**
 * Delivers to a Slack channel by our bot: one message per incident, which is edited to say how things stand, and its
 * updates in the thread under it.
 */
export function slackBot({ config, db, clock }: Parts, api = API): (message: Message) => Promise<{ answer: string }> {
  const fetch = guardedFetch(config.outboundAllow);
  const { slackBotToken: token } = config;
  const call = async (method: string, body: object): Promise<SlackAnswer> => {
    if (token === null) throw new DeliveryError("SLACK_BOT_TOKEN is not set.", { destinationAway: true });
    const headers = { authorization: `Bearer ${token}` };
    const { text } = await postJson(fetch, `${api}/${method}`, body, {
      headers,
      secrets: [token],
      answerMax: ANSWER_MAX,
    });
    return read(text);
  };
  return async (message) => {
    const { target: channel, subscriber_id } = message.delivery;
    const drawn = drawSlack(toldOf(message, config.publicUrl));
    const subject = message.kind === "update" ? message.notice.subjectId : null;
    const ts = subject === null ? null : await findAnchor(db, subscriber_id, subject);
    // The head first: to change it twice harms nobody, and a reply that is posted is never posted again for its sake.
    if (ts !== null) refuse(await call("chat.update", { channel, ts, ...drawn }), HEAD_STAYS);
    const posted = await call("chat.postMessage", { channel, ...drawn, ...(ts === null ? {} : { thread_ts: ts }) });
    refuse(posted, new Set());
    if (subject !== null && ts === null && posted.ts) {
      await keepAnchor(db, { subscriberId: subscriber_id, subjectId: subject, anchor: posted.ts }, clock());
    }
    return { answer: "ok" };
  };
}

type SlackAnswer = { ok: boolean; error: string; ts: string | null };

function read(text: string): SlackAnswer {
  try {
    const { ok, error, ts } = JSON.parse(text) as { ok?: unknown; error?: unknown; ts?: unknown };
    return { ok: ok === true, error: typeof error === "string" ? error : "", ts: typeof ts === "string" ? ts : null };
  } catch {
    return { ok: false, error: "an answer that cannot be read", ts: null };
  }
}

/** @throws {DeliveryError} when Slack did not do it, unless it is one of `pardoned`. */
function refuse({ ok, error }: SlackAnswer, pardoned: ReadonlySet<string>): void {
  if (ok || pardoned.has(error)) return;
  const answer = short(error, []);
  if (GONE.has(error)) throw new DeliveryError(answer, { targetGone: true });
  if (UNFIT.has(error)) throw new DeliveryError(answer, { permanent: true });
  throw new DeliveryError(OURS.has(error) ? `SLACK_BOT_TOKEN: ${answer}` : answer, { destinationAway: true });
}
