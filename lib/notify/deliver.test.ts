import { sql } from "kysely";
import { expect, it } from "vitest";
import { aComponent, anIncident, PUBLISHER, someSubscribers } from "#e2e/audience.ts";
import { outbox, states, until, update, worker } from "#e2e/delivery.ts";
import { startSlackSink } from "#e2e/slack-sink.ts";
import { startSmtpSink } from "#e2e/smtp-sink.ts";
import { onEachStore } from "#e2e/stores.ts";
import { MINUTE, SECOND } from "#lib/domain/instant.ts";
import { confirmSubscription } from "#lib/services/confirm-subscription.ts";
import { endSubscription } from "#lib/services/end-subscription.ts";
import { expandFanout } from "#lib/services/expand-fanout.ts";
import { liftQuarantine } from "#lib/services/lift-quarantine.ts";
import { subscribe } from "#lib/services/subscribe.ts";
import { connectDatabase, type Database } from "#lib/store/database.ts";
import { claimDue } from "#lib/store/outbox.ts";

onEachStore("delivery", (open) => {
  it("brings one mail to each subscriber and one message to Slack, each once", async () => {
    await using store = await open();
    await using smtp = await startSmtpSink();
    await using slack = await startSlackSink();
    const targets = Array.from({ length: 12 }, (_, i) => `n${i}@example.com`);
    await someSubscribers(store.db, targets, Date.now());
    const env = { SMTP_URL: smtp.url, SLACK_WEBHOOK_URL: slack.url, OUTBOUND_ALLOW: slack.address };
    await using notify = worker(store.db, env);
    await notify.idle();
    await anIncident(store.db, [], Date.now());
    await notify.idle();
    expect(smtp.received.map((one) => one.recipients)).toHaveLength(12);
    expect(smtp.received.flatMap((one) => one.recipients).toSorted()).toEqual(targets.toSorted());
    expect(slack.accepted.map((one) => one.body.text)).toEqual(["Investigating: Jobs wait"]);
    expect(new Set(await states(store.db))).toEqual(new Set(["sent"]));
  });

  it("keeps the order of an incident's updates, threads them, and names the state first", async () => {
    await using store = await open();
    await using smtp = await startSmtpSink();
    const [id] = await someSubscribers(store.db, ["a@example.com"], Date.now());
    const { incidentId } = await anIncident(store.db, [], Date.now());
    for (const status of ["identified", "monitoring", "resolved"] as const) await update(store.db, incidentId, status);
    await using notify = worker(store.db, { SMTP_URL: smtp.url });
    await notify.idle();
    const mails = smtp.received.map((one) => one.mail);
    expect(mails.map((mail) => mail.text?.split(":")[0])).toEqual([
      "Investigating",
      "Identified",
      "Monitoring",
      "Resolved",
    ]);
    expect(new Set(mails.map((mail) => mail.subject))).toEqual(new Set(["[Status] Jobs wait"]));
    const [root, ...replies] = mails;
    expect(root?.messageId).toMatch(new RegExp(`^<incident\\.${incidentId}\\.[0-9a-f]{16}@status\\.example\\.com>$`));
    expect(root?.messageId).not.toContain(id);
    expect(root?.inReplyTo).toBeUndefined();
    for (const reply of replies) {
      expect(reply.inReplyTo).toBe(root?.messageId);
      expect(reply.references).toBe(root?.messageId);
      expect(reply.messageId).toContain(`.update.`);
    }
    expect(new Set(mails.map((mail) => mail.messageId)).size).toBe(4);
  });

  it("tells a subscriber of a component what concerns it, and nobody of a recovery alone", async () => {
    await using store = await open();
    await using smtp = await startSmtpSink();
    const api = await aComponent(store.db, "api", Date.now());
    const web = await aComponent(store.db, "web", Date.now());
    await someSubscribers(store.db, ["api@example.com"], Date.now(), { componentIds: [api] });
    await someSubscribers(store.db, ["web@example.com"], Date.now(), { componentIds: [web] });
    await using notify = worker(store.db, { SMTP_URL: smtp.url });
    await anIncident(store.db, ["api"], Date.now());
    await anIncident(store.db, ["web"], Date.now(), { status: "resolved" });
    const quiet = await anIncident(store.db, ["web"], Date.now(), { notify: false });
    await update(store.db, quiet.incidentId, "resolved");
    await notify.idle();
    expect(smtp.received.map((one) => one.recipients)).toEqual([["api@example.com"]]);
    expect(smtp.received[0]?.mail.text).toContain("api: Major outage");
  });

  it("delivers after the server was away, and gives nothing up meanwhile", async () => {
    await using store = await open();
    const down = await startSmtpSink();
    await down.stop();
    await someSubscribers(store.db, ["a@example.com", "b@example.com"], Date.now());
    const { incidentId } = await anIncident(store.db, [], Date.now());
    await using _notify = worker(store.db, { SMTP_URL: down.url });
    await until(async () => (await outbox(store.db)).some((row) => row.attempts >= 2));
    await update(store.db, incidentId, "resolved");
    await using smtp = await startSmtpSink(down.port);
    await until(() => smtp.received.length === 4);
    await until(async () => (await states(store.db)).every((state) => state === "sent"));
    for (const to of ["a@example.com", "b@example.com"]) {
      const seen = smtp.received.filter((one) => one.recipients[0] === to).map((one) => one.mail.text?.split(":")[0]);
      expect(seen).toEqual(["Investigating", "Resolved"]);
    }
  });

  it.each(["close", "refuse", "defer"] as const)("keeps a message while the server does this: %s", async (mode) => {
    await using store = await open();
    await using smtp = await startSmtpSink();
    smtp.mode = mode;
    await someSubscribers(store.db, ["a@example.com"], Date.now());
    await anIncident(store.db, [], Date.now());
    await using _notify = worker(store.db, { SMTP_URL: smtp.url });
    await until(async () => ((await outbox(store.db))[0]?.attempts ?? 0) > 1);
    expect(await states(store.db)).toEqual(["queued"]);
  });

  it("gives up a message whose recipient is unknown there, and sets the subscriber aside until an operator lifts it", async () => {
    await using store = await open();
    await using smtp = await startSmtpSink();
    smtp.mode = "reject";
    await someSubscribers(store.db, ["a@example.com"], Date.now());
    const { incidentId } = await anIncident(store.db, [], Date.now());
    await using notify = worker(store.db, { SMTP_URL: smtp.url });
    await until(async () => (await states(store.db))[0] === "failed");
    expect((await outbox(store.db))[0]?.answer).toContain("550");
    smtp.mode = "accept";
    await update(store.db, incidentId, "identified");
    await notify.idle();
    expect(await states(store.db)).toEqual(["failed"]);
    const [set] = await store.db.selectFrom("subscriber").selectAll().execute();
    expect(set?.state).toBe("quarantined");
    await liftQuarantine(store.db, PUBLISHER, set?.id as string, Date.now());
    await update(store.db, incidentId, "monitoring");
    await notify.idle();
    expect(await states(store.db)).toEqual(["failed", "sent"]);
  });

  it("sends a message once more, under the same Message-ID, when its acknowledgement was lost", async () => {
    await using store = await open();
    await using smtp = await startSmtpSink();
    smtp.mode = "lose";
    await someSubscribers(store.db, ["a@example.com"], Date.now());
    await anIncident(store.db, [], Date.now());
    await using _notify = worker(store.db, { SMTP_URL: smtp.url });
    await until(() => smtp.received.length === 1);
    smtp.mode = "accept";
    await until(async () => (await states(store.db))[0] === "sent");
    expect(smtp.received).toHaveLength(2);
    expect(new Set(smtp.received.map((one) => one.mail.messageId)).size).toBe(1);
  });

  it("goes on where a worker died between claiming and settling: itself at once, another after the lease", async () => {
    await using store = await open();
    await using smtp = await startSmtpSink();
    await someSubscribers(store.db, ["a@example.com"], Date.now());
    await anIncident(store.db, [], Date.now());
    await expandFanout(store.db, Date.now());
    const lease = { limit: 10, leaseMs: MINUTE };
    expect(await claimDue(store.db, "dead", "email", Date.now(), lease)).toHaveLength(1);
    {
      await using other = worker(store.db, { SMTP_URL: smtp.url }, { id: "other" });
      await other.idle();
      expect(smtp.received).toHaveLength(0);
    }
    {
      await using later = worker(store.db, { SMTP_URL: smtp.url }, { id: "later", aheadMs: MINUTE + SECOND });
      await later.idle();
      expect(smtp.received).toHaveLength(1);
    }
    await store.db.updateTable("outbox").set({ state: "queued", claimed_by: null, next_attempt_at: 0 }).execute();
    expect(await claimDue(store.db, "dead", "email", Date.now(), lease)).toHaveLength(1);
    await using again = worker(store.db, { SMTP_URL: smtp.url }, { id: "dead" });
    await again.idle();
    expect(smtp.received).toHaveLength(2);
    expect(new Set(smtp.received.map((one) => one.mail.messageId)).size).toBe(1);
  });

  it("shares 500 messages among four workers with none sent twice", async () => {
    await using store = await open();
    await using smtp = await startSmtpSink();
    await someSubscribers(
      store.db,
      Array.from({ length: 500 }, (_, i) => `n${i}@example.com`),
      Date.now(),
    );
    await anIncident(store.db, [], Date.now());
    // A file has one worker, which shares its connection; a server has a connection for each.
    const connect = () => (store.url.startsWith("file:") ? store.db : connectDatabase(store.url));
    const stores = ["w1", "w2", "w3", "w4"].map((id) => ({ id, db: connect() }));
    const workers = stores.map(({ id, db }) => worker(db, { SMTP_URL: smtp.url }, { id }));
    await until(async () => (await outbox(store.db)).filter((row) => row.state === "sent").length === 500);
    await Promise.all(workers.map((one) => one.stop()));
    await Promise.all(stores.filter(({ db }) => db !== store.db).map(({ db }) => db.destroy()));
    expect(smtp.received).toHaveLength(500);
    expect(new Set(smtp.received.flatMap((one) => one.recipients)).size).toBe(500);
  });

  it("lets mail wait, untried, while no server is configured, and sends it when there is one", async () => {
    await using store = await open();
    await someSubscribers(store.db, ["a@example.com"], Date.now());
    await anIncident(store.db, [], Date.now());
    {
      await using notify = worker(store.db, {});
      await notify.idle();
      expect(await outbox(store.db)).toMatchObject([{ state: "queued", attempts: 0 }]);
    }
    await using smtp = await startSmtpSink();
    await using notify = worker(store.db, { SMTP_URL: smtp.url });
    await notify.idle();
    expect(smtp.received).toHaveLength(1);
  });

  it("sends nothing to who left, not even what was claimed already", async () => {
    await using store = await open();
    await using smtp = await startSmtpSink();
    const [id] = (await someSubscribers(store.db, ["a@example.com"], Date.now())) as [string];
    await anIncident(store.db, [], Date.now());
    await expandFanout(store.db, Date.now());
    await endSubscription(store.db, null, id, Date.now());
    // As if the message had been made by a transaction that did not see the end yet.
    await store.db.updateTable("outbox").set({ state: "queued" }).execute();
    await using notify = worker(store.db, { SMTP_URL: smtp.url });
    await notify.idle();
    expect(await states(store.db)).toEqual(["suppressed"]);
    expect(smtp.received).toHaveLength(0);
  });

  it("mails a link and a code that begin the subscription, and forgets both once they are sent", async () => {
    await using store = await open();
    await using smtp = await startSmtpSink();
    await using notify = worker(store.db, { SMTP_URL: smtp.url });
    await subscribe(store.db, { channel: "email", target: "a@example.com", components: [] }, Date.now());
    await notify.idle();
    const text = smtp.received[0]?.mail.text ?? "";
    const token = /https:\/\/status\.example\.com\/subscriptions\/([\w-]+)/.exec(text)?.[1] as string;
    const code = /code on the page: (\d{6})/.exec(text)?.[1] as string;
    expect(await outbox(store.db)).toMatchObject([{ state: "sent", payload: null }]);
    expect(JSON.stringify(await store.db.selectFrom("subscriber").selectAll().execute())).not.toContain(token);
    await confirmSubscription(store.db, { target: "a@example.com", code }, Date.now());
    await expect(confirmSubscription(store.db, { token }, Date.now())).rejects.toThrow("has been used");
  });

  it("sends nothing while the store takes no write", async () => {
    await using store = await open();
    await using smtp = await startSmtpSink();
    await someSubscribers(store.db, ["a@example.com"], Date.now());
    await anIncident(store.db, [], Date.now());
    await expandFanout(store.db, Date.now());
    const full = await refusingWrites(store, "true");
    const failures: string[] = [];
    await using notify = worker(store.db, { SMTP_URL: smtp.url }, { onError: (text) => failures.push(text) });
    await until(() => failures.length > 0);
    expect(smtp.connections).toBe(0);
    await full.lift();
    await until(() => smtp.received.length === 1);
    await notify.idle();
    expect(await states(store.db)).toEqual(["sent"]);
  });

  it("does not send again what it could not write down at first", async () => {
    await using store = await open();
    await using smtp = await startSmtpSink();
    await someSubscribers(store.db, ["a@example.com", "b@example.com"], Date.now());
    await anIncident(store.db, [], Date.now());
    const full = await refusingWrites(store, "new.state = 'sent'");
    const failures: string[] = [];
    await using notify = worker(store.db, { SMTP_URL: smtp.url }, { onError: (text) => failures.push(text) });
    await until(() => failures.length > 0 && smtp.received.length === 2);
    expect(await states(store.db)).toEqual(["queued", "queued"]);
    await full.lift();
    await until(async () => (await states(store.db)).every((state) => state === "sent"));
    await notify.idle();
    expect(smtp.received).toHaveLength(2);
  });
});

/** Makes the outbox refuse the changes that meet the condition, as a full disk would, until it is lifted. */
async function refusingWrites({ db, url }: { db: Database; url: string }, condition: string) {
  const when = sql.raw(condition);
  if (url.startsWith("file:")) {
    await sql`create trigger full_disk before update on outbox when ${when}
      begin select raise(abort, 'disk full'); end`.execute(db);
    return { lift: () => sql`drop trigger full_disk`.execute(db) };
  }
  await sql`create function full_disk() returns trigger language plpgsql as
    $$ begin raise 'disk full'; end $$`.execute(db);
  await sql`create trigger full_disk before update on outbox for each row when (${when})
    execute function full_disk()`.execute(db);
  return { lift: () => sql`drop trigger full_disk on outbox`.execute(db) };
}
