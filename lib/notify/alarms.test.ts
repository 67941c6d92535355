import { expect, it } from "vitest";
import { anIncident, someSubscribers } from "#e2e/audience.ts";
import { settings, until, worker } from "#e2e/delivery.ts";
import { startSlackSink } from "#e2e/slack-sink.ts";
import { startSmtpSink } from "#e2e/smtp-sink.ts";
import { onEachStore } from "#e2e/stores.ts";
import { migrateAuth } from "#lib/access/auth.ts";
import { createOperator } from "#lib/access/operators.ts";
import { HOUR, MINUTE } from "#lib/domain/instant.ts";
import { createLog } from "#lib/log.ts";
import { expandFanout } from "#lib/services/expand-fanout.ts";
import { watchOutbox } from "#lib/services/watch-outbox.ts";
import { listAlarms } from "#lib/store/alarms.ts";
import type { Database } from "#lib/store/database.ts";
import { selfTest } from "./self-test.ts";

const notes = (db: Database) =>
  db.selectFrom("outbox").select(["channel", "target", "payload"]).where("kind", "=", "note").execute();
const titles = async (db: Database) =>
  (await notes(db)).map((row) => JSON.parse(row.payload ?? '{"title":"sent"}').title as string);

/** An admin who is to be told. */
async function anAdmin(db: Database): Promise<void> {
  await migrateAuth(db);
  const access = { db, config: settings({}), log: createLog("silent", "test") };
  const ada = { name: "Ada", email: "ada@example.com", password: "correct horse", role: "admin" } as const;
  await createOperator(access, ada, Date.now());
}

onEachStore("operators", (open) => {
  it("are told within the hour that mail does not leave, once, and that it does again", async () => {
    await using store = await open();
    await using smtp = await startSmtpSink();
    const { db } = store;
    await anAdmin(db);
    const config = settings({ SMTP_URL: smtp.url, SLACK_WEBHOOK_URL: "https://hooks.slack.com/services/T/B/x" });
    let now = Date.now();
    const look = async () => {
      await selfTest({ db, config, clock: () => now, workerId: "w1" });
      now += HOUR;
    };
    await look();
    expect(await listAlarms(db)).toEqual([]);
    smtp.mode = "refuse";
    for (let i = 0; i < 2; i += 1) await look();
    expect(await listAlarms(db)).toMatchObject([{ name: "mail", answer: expect.stringContaining("Not today") }]);
    expect((await notes(db)).map((row) => row.target).toSorted()).toEqual(["ada@example.com", "env:SLACK_WEBHOOK_URL"]);
    // Another worker does not look as well.
    await selfTest({ db, config, clock: () => now - HOUR, workerId: "w2" });
    smtp.mode = "accept";
    await look();
    expect(await listAlarms(db)).toEqual([]);
    expect(await titles(db)).toContain("Mail leaves again");
    expect(smtp.received).toEqual([]);
  });

  it("are told of messages that do not get through, and when they do", async () => {
    await using store = await open();
    const { db } = store;
    await anAdmin(db);
    const now = Date.now();
    await someSubscribers(db, ["a@example.com"], now);
    await anIncident(db, [], now);
    await expandFanout(db, now);
    const config = { slackWebhookUrl: null };
    await watchOutbox(db, config, now + 9 * MINUTE);
    expect(await listAlarms(db)).toEqual([]);
    for (let i = 11; i < 13; i += 1) await watchOutbox(db, config, now + i * MINUTE);
    expect(await titles(db)).toEqual(["Email: messages wait"]);
    await db.updateTable("outbox").set({ state: "sent" }).where("kind", "=", "update").execute();
    await db
      .updateTable("outbox")
      .set({ created_at: now + 13 * MINUTE })
      .where("kind", "=", "note")
      .execute();
    await watchOutbox(db, config, now + 13 * MINUTE);
    expect(await listAlarms(db)).toEqual([]);
    expect(await titles(db)).toContain("Email: messages get through again");
  });

  it("or whom its owner named are told by mail of a channel that was switched off", async () => {
    await using store = await open();
    await using smtp = await startSmtpSink();
    await using slack = await startSlackSink();
    const { db } = store;
    await anAdmin(db);
    const [own] = await someSubscribers(db, [`${slack.url}1`], 0, { channel: "slack" });
    await someSubscribers(db, [`${slack.url}2`], 0, { channel: "slack" });
    await db
      .updateTable("subscriber")
      .set({ contact: "owner@example.com" })
      .where("id", "=", own as string)
      .execute();
    slack.mode = { status: 404, body: "no_service" };
    await using notify = worker(db, { SMTP_URL: smtp.url, OUTBOUND_ALLOW: slack.address });
    await anIncident(db, [], Date.now());
    await until(() => smtp.received.length === 2);
    await notify.idle();
    expect(smtp.received.flatMap((one) => one.recipients).toSorted()).toEqual(["ada@example.com", "owner@example.com"]);
    const [mail] = smtp.received;
    expect(mail?.mail.subject).toContain("A channel was switched off");
    expect(mail?.mail.text).not.toContain("/secret");
  });
});
