import type { Config } from "#lib/config/environment.ts";
import { CHANNEL_KINDS, CHANNEL_NAMES } from "#lib/domain/channel.ts";
import { type Instant, MINUTE } from "#lib/domain/instant.ts";
import { listAlarms } from "#lib/store/alarms.ts";
import type { Database } from "#lib/store/database.ts";
import { outboxSummary } from "#lib/store/deliveries.ts";
import { calmAlarm, soundAlarm } from "./tell-operators.ts";

/** So long after it was made a message has not left for a reason. */
export const STALLED_AFTER_MS = 10 * MINUTE;

/** Tells operators which channels do not get their messages out, and when they do again. Called every minute. */
export async function watchOutbox(db: Database, config: Pick<Config, "slackWebhookUrl">, now: Instant): Promise<void> {
  const summary = await outboxSummary(db);
  const raised = new Set((await listAlarms(db)).map((one) => one.name));
  for (const kind of CHANNEL_KINDS) {
    const name = `stalled-${kind}`;
    const { queued, oldestQueuedAt } = summary[kind];
    const isStalled = oldestQueuedAt !== null && now - oldestQueuedAt >= STALLED_AFTER_MS;
    if (isStalled && !raised.has(name)) {
      const text = `Messages by ${CHANNEL_NAMES[kind]} do not get through: ${queued} wait, and are tried again until they do.`;
      await soundAlarm(db, config, { name, title: `${CHANNEL_NAMES[kind]}: messages wait`, text }, now);
    }
    if (!isStalled && raised.has(name)) {
      const text = `Messages by ${CHANNEL_NAMES[kind]} get through again.`;
      await calmAlarm(db, config, name, { title: `${CHANNEL_NAMES[kind]}: messages get through again`, text }, now);
    }
  }
}
