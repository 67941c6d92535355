import type { Config } from "#lib/config/environment.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { findByTarget, updateSubscriber } from "#lib/store/subscribers.ts";
import { endSubscription } from "./end-subscription.ts";
import { pendingOrKnown } from "./subscribe.ts";

/** Stands for the address in SLACK_WEBHOOK_URL, which is a secret and not kept in the store. */
export const SLACK_ENV_TARGET = "env:SLACK_WEBHOOK_URL";

/** Keeps one Slack subscriber that follows everything while SLACK_WEBHOOK_URL is set, and ends it when it is not. */
export async function syncSlackSubscriber(
  db: Database,
  config: Pick<Config, "slackWebhookUrl">,
  now: Instant,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const known = await findByTarget(tx, "slack", SLACK_ENV_TARGET);
    if (config.slackWebhookUrl === null) {
      if (known) await endSubscription(tx, null, known.id, now);
      return;
    }
    if (known?.state === "active") return;
    const target = { target: SLACK_ENV_TARGET, key: SLACK_ENV_TARGET };
    const wish = { channel: "slack", target, scope: {}, source: "config" } as const;
    const subscriber = await pendingOrKnown(tx, wish, now);
    await updateSubscriber(tx, subscriber.id, { state: "active", confirmed_at: now, ended_at: null });
  });
}
