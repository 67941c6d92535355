import { Webhook } from "standardwebhooks";
import type { Config } from "#lib/config/environment.ts";
import { SECOND } from "#lib/domain/instant.ts";
import { guardedFetch } from "#lib/http/guarded-request.ts";
import type { Notice } from "#lib/notify/messages/notice.ts";
import { type PageState, readPageState, readWebhookStory, storyBody } from "#lib/notify/messages/webhook-body.ts";
import { manageToken } from "#lib/services/manage-token.ts";
import { signingSecrets } from "#lib/services/webhook-secret.ts";
import { findWebhookKey } from "#lib/store/webhook-keys.ts";
import type { Channel, ChannelParts, Message } from "./channel.ts";
import { post } from "./post.ts";

type Parts = Pick<ChannelParts, "db" | "clock"> & {
  config: Pick<Config, "sessionSecret" | "outboundAllow" | "publicUrl">;
};

/**
 * Webhooks with Statuspage's body and Standard Webhooks' signature. The id is the same at each attempt, the time and
 * the signature are the attempt's own: receivers refuse what is older than five minutes.
 */
export function webhookChannel({ config, db, clock }: Parts): Channel {
  const fetch = guardedFetch(config.outboundAllow);
  const stories = new WeakMap<Notice, Promise<object>>();
  const storyOf = (notice: Notice): Promise<object> => {
    let story = stories.get(notice);
    if (!story) {
      story = readWebhookStory(db, notice, clock());
      stories.set(notice, story);
      story.catch(() => stories.delete(notice));
    }
    return story;
  };
  return {
    unready: null,
    destination: "target",
    concurrency: 8,
    spacingMs: SECOND / 10,
    async deliver(message) {
      const { id, subscriber_id, target } = message.delivery;
      const now = clock();
      const story = message.kind === "update" ? await storyOf(message.notice) : await about(message, db, config, now);
      const unsubscribe = `${config.publicUrl}/subscriptions/${manageToken(config.sessionSecret, subscriber_id)}`;
      const body = storyBody(story, { publicUrl: config.publicUrl, unsubscribe, now });
      const secrets = signingSecrets(config.sessionSecret, subscriber_id, await findWebhookKey(db, subscriber_id), now);
      const at = new Date(now);
      const headers = {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Pulsepage",
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(now / SECOND)),
        "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
      };
      const { status } = await post(fetch, target, { headers, body, secrets: [target], gone: [410] });
      return { answer: String(status) };
    },
    close: () => undefined,
  };
}

/** A confirmation, a test or a note: the page as it stands, and what is asked. */
async function about(
  message: Exclude<Message, { kind: "update" }>,
  db: ChannelParts["db"],
  config: Pick<Config, "publicUrl">,
  now: number,
): Promise<{ page: PageState }> {
  const page = await readPageState(db, now);
  if (message.kind === "test") return { page, ...{ test: { message: "This is a test: nothing has happened." } } };
  if (message.kind === "note") return { page, ...{ note: message.note } };
  const { token, code, isKnown } = message.confirmation;
  const confirm_url = isKnown ? null : `${config.publicUrl}/subscriptions/${token}`;
  return { page, ...{ subscription: { state: isKnown ? "active" : "pending", confirm_url, code } } };
}
