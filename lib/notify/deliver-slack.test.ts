import { expect, it } from "vitest";
import { anIncident, someSubscribers } from "#e2e/audience.ts";
import { outbox, states, until, update, worker } from "#e2e/delivery.ts";
import { startSlackSink } from "#e2e/slack-sink.ts";
import { startSmtpSink } from "#e2e/smtp-sink.ts";
import { onEachStore } from "#e2e/stores.ts";
import { expandFanout } from "#lib/services/expand-fanout.ts";
import { readVersion } from "#lib/store/state-version.ts";

onEachStore("delivery to Slack", (open) => {
  it("lets a mail server that takes connections and hangs delay neither Slack nor the page", async () => {
    await using store = await open();
    await using smtp = await startSmtpSink();
    await using slack = await startSlackSink();
    smtp.mode = "hang";
    await someSubscribers(
      store.db,
      Array.from({ length: 5 }, (_, i) => `n${i}@example.com`),
      Date.now(),
    );
    const env = { SMTP_URL: smtp.url, SLACK_WEBHOOK_URL: slack.url, OUTBOUND_ALLOW: slack.address };
    const notify = worker(store.db, env);
    await until(async () => (await store.db.selectFrom("subscriber").select("id").execute()).length === 6);
    const { incidentId } = await anIncident(store.db, [], Date.now());
    await until(() => slack.accepted.length === 1 && smtp.connections > 0);
    const before = await readVersion(store.db);
    await update(store.db, incidentId, "identified");
    expect(await readVersion(store.db)).toBeGreaterThan(before);
    await until(() => slack.accepted.length === 2);
    expect(smtp.received).toHaveLength(0);
    // The connections that hang end with their server, not after the ten seconds of the greeting.
    await smtp.stop();
    await notify.stop();
  });

  it("waits as long as Slack asks for, sends nothing to that address meanwhile, and remembers it over a restart", async () => {
    await using store = await open();
    await using slack = await startSlackSink();
    slack.mode = { status: 429, body: "rate_limited", headers: { "retry-after": "2" } };
    const env = { SLACK_WEBHOOK_URL: slack.url, OUTBOUND_ALLOW: slack.address };
    {
      await using subscribing = worker(store.db, env);
      await subscribing.idle();
    }
    await anIncident(store.db, [], Date.now());
    await anIncident(store.db, [], Date.now(), { title: "Another" });
    // Both are owed before Slack says anything: what it asks for holds for both.
    await expandFanout(store.db, Date.now());
    await expandFanout(store.db, Date.now());
    {
      await using _first = worker(store.db, env);
      await until(() => slack.requests.length === 1);
      await until(async () => (await outbox(store.db)).some((row) => row.answer?.startsWith("429")));
    }
    slack.mode = "ok";
    await using _second = worker(store.db, env);
    await until(() => slack.accepted.length === 2);
    const [refused, one, two] = slack.requests.map((request) => request.at) as [number, number, number];
    expect(one - refused).toBeGreaterThanOrEqual(1_900);
    expect(two - one).toBeGreaterThanOrEqual(900);
    expect(slack.requests).toHaveLength(3);
  });

  it.each(["reset", { status: 503 }] as const)("tries Slack again after %j", async (mode) => {
    await using store = await open();
    await using slack = await startSlackSink();
    slack.mode = mode;
    await using _notify = worker(store.db, { SLACK_WEBHOOK_URL: slack.url, OUTBOUND_ALLOW: slack.address });
    await until(async () => (await store.db.selectFrom("subscriber").select("id").execute()).length === 1);
    await anIncident(store.db, [], Date.now());
    await until(() => slack.requests.length === 1);
    slack.mode = "ok";
    await until(async () => (await states(store.db))[0] === "sent");
    expect(slack.accepted).toHaveLength(1);
  });

  it("keeps no Slack address in the outbox's answers, and gives up where Slack knows no channel any more", async () => {
    await using store = await open();
    await using slack = await startSlackSink();
    slack.mode = { status: 404, body: `no_service at ${slack.url}` };
    await using notify = worker(store.db, { SLACK_WEBHOOK_URL: slack.url, OUTBOUND_ALLOW: slack.address });
    await notify.idle();
    await anIncident(store.db, [], Date.now());
    await until(async () => (await states(store.db))[0] === "failed");
    expect(JSON.stringify(await outbox(store.db))).not.toContain("secret");
    expect((await outbox(store.db))[0]?.answer).toMatch(/^404 no_service/);
  });
});
