import type { Config } from "#lib/config/environment.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { endAlarm, markAlarmTold, raiseAlarm } from "#lib/store/alarms.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { adminEmails } from "#lib/store/operators.ts";
import { insertMessage } from "#lib/store/outbox.ts";
import type { ChannelKind } from "#lib/store/schema.ts";
import { SLACK_ENV_TARGET } from "./sync-slack-subscriber.ts";

/** A few words to one person about this installation, or about their subscription. */
export type Note = { title: string; text: string };

type ByChannel = Pick<Config, "slackWebhookUrl">;

/**
 * Raises an alarm, or brings one that is raised up to date; operators are told when it is new: in the console at once,
 * admins by mail, and the workspace's Slack channel, so that they hear of mail that does not leave as well.
 */
export async function soundAlarm(
  db: Database,
  config: ByChannel,
  alarm: { name: string } & Note,
  now: Instant,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    if (!(await raiseAlarm(tx, alarm.name, alarm.text, now))) return;
    await tellOperators(tx, config, alarm, now);
    await markAlarmTold(tx, alarm.name, now);
  });
}

/** Ends an alarm; whoever was told of it is told. Does nothing when there is none. */
export async function calmAlarm(
  db: Database,
  config: ByChannel,
  name: string,
  note: Note,
  now: Instant,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    if (await endAlarm(tx, name)) await tellOperators(tx, config, note, now);
  });
}

/** Owes the admins a mail, and Slack a message where one is set up. Part of a transaction. */
export async function tellOperators(tx: Database, config: ByChannel, note: Note, now: Instant): Promise<void> {
  for (const email of await adminEmails(tx)) {
    await oweNote(tx, { channel: "email", target: email, subscriberId: "" }, note, now);
  }
  if (config.slackWebhookUrl === null) return;
  await oweNote(tx, { channel: "slack", target: SLACK_ENV_TARGET, subscriberId: "" }, note, now);
}

/** Owes one target a note. It travels as every message does, and is in the delivery log. */
export async function oweNote(
  tx: Database,
  to: { channel: ChannelKind; target: string; subscriberId: string },
  { title, text }: Note,
  now: Instant,
): Promise<void> {
  await insertMessage(tx, {
    id: `note-${newId()}`,
    kind: "note",
    incident_id: null,
    update_id: null,
    seq: 0,
    subscriber_id: to.subscriberId,
    channel: to.channel,
    target: to.target,
    payload: JSON.stringify({ title, text } satisfies Note),
    state: "queued",
    next_attempt_at: now,
    attempts: 0,
    claimed_until: null,
    claimed_by: null,
    answer: null,
    created_at: now,
    settled_at: null,
  });
}
