import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";
import { aComponent, anIncident, PUBLISHER, someSubscribers } from "#e2e/audience.ts";
import { outbox, until, update, worker } from "#e2e/delivery.ts";
import { startHttpSink } from "#e2e/http-sink.ts";
import { onEachStore } from "#e2e/stores.ts";
import { DAY } from "#lib/domain/instant.ts";
import { storyBody } from "#lib/notify/messages/webhook-body.ts";
import { addSubscriber } from "#lib/services/add-subscriber.ts";
import { scheduleMaintenance } from "#lib/services/schedule-maintenance.ts";
import { sendTest } from "#lib/services/send-test.ts";
import { settleDeliveries } from "#lib/services/settle-delivery.ts";
import { showWebhookSecret, webhookSecret } from "#lib/services/webhook-secret.ts";
import type { Row } from "#lib/store/schema.ts";

const SECRET = "s".repeat(32);
const USUAL = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;

onEachStore("a webhook", (open) => {
  async function listening() {
    const store = await open();
    const sink = await startHttpSink();
    const { subscriberId } = await addSubscriber(
      store.db,
      PUBLISHER,
      { channel: "webhook", target: `${sink.url}/hook`, components: [], confirmed: false },
      Date.now(),
      [sink.address],
    );
    const env = { OUTBOUND_ALLOW: sink.address };
    return {
      store,
      sink,
      subscriberId,
      env,
      async [Symbol.asyncDispose]() {
        await sink[Symbol.asyncDispose]();
        await store[Symbol.asyncDispose]();
      },
    };
  }

  it("gets Statuspage's body, signed so that the standard's own library believes it, and no one else's secret fits", async () => {
    await using at = await listening();
    await aComponent(at.store.db, "jobs", 0);
    await using notify = worker(at.store.db, at.env);
    const { incidentId, updateId } = await anIncident(at.store.db, ["jobs"], Date.now());
    await notify.idle();
    const [request] = at.sink.requests;
    const headers = Object.fromEntries(USUAL.map((name) => [name, String(request?.headers[name])]));
    const { secret, isNew } = await showWebhookSecret(at.store.db, PUBLISHER, at.subscriberId, SECRET, Date.now());
    expect(isNew).toBe(false);
    const said = new Webhook(secret).verify(request?.text ?? "", headers);
    expect(said).toMatchObject({
      meta: { unsubscribe: expect.stringContaining("/subscriptions/"), generated_at: expect.any(String) },
      page: { status_indicator: expect.any(String), status_description: expect.any(String) },
      incident: {
        id: incidentId,
        name: "Jobs wait",
        status: "investigating",
        impact: "critical",
        backfilled: false,
        scheduled_for: null,
        shortlink: `https://status.example.com/incidents/${incidentId}`,
        incident_updates: [{ id: updateId, incident_id: incidentId, status: "investigating" }],
        components: [{ name: "jobs", status: "major_outage" }],
      },
    });
    expect(headers["webhook-id"]).not.toContain(".");
    const others = new Webhook(webhookSecret(SECRET, "somebody-else", 1));
    expect(() => others.verify(request?.text ?? "", headers)).toThrow();
  });

  it("gets the same id at each attempt, with a signature of its own", async () => {
    await using at = await listening();
    let tries = 0;
    at.sink.answer = () => ({ status: ++tries < 2 ? 500 : 204 });
    await using notify = worker(at.store.db, at.env);
    await anIncident(at.store.db, [], Date.now());
    await until(() => tries >= 2);
    await notify.idle();
    const ids = at.sink.requests.map((request) => request.headers["webhook-id"]);
    expect(new Set(ids).size).toBe(1);
    const secret = new Webhook(webhookSecret(SECRET, at.subscriberId, 1));
    for (const { text, headers } of at.sink.requests) secret.verify(text, headers as Record<string, string>);
  });

  it("is signed with both secrets for a day after the change, and then with the new one alone", async () => {
    await using at = await listening();
    const show = () => showWebhookSecret(at.store.db, null, at.subscriberId, SECRET, Date.now());
    const first = await show();
    const second = await show();
    expect(second).toMatchObject({ isNew: true });
    expect(second.secret).not.toBe(first.secret);
    const trySecrets = async (aheadMs: number) => {
      await using notify = worker(at.store.db, at.env, { aheadMs });
      await sendTest(at.store.db, PUBLISHER, at.subscriberId, Date.now() + aheadMs);
      await notify.idle();
      const { text, headers } = at.sink.requests.at(-1) as (typeof at.sink.requests)[number];
      const signed = String(headers["webhook-signature"]).split(" ");
      const stamp = new Date(Number(headers["webhook-timestamp"]) * 1_000);
      return [first, second].map(({ secret }) =>
        signed.includes(new Webhook(secret).sign(String(headers["webhook-id"]), stamp, text)),
      );
    };
    expect(await trySecrets(0)).toEqual([true, true]);
    expect(await trySecrets(2 * DAY)).toEqual([false, true]);
  });

  it("that answers 410 is set aside, and what is queued for it is taken back", async () => {
    await using at = await listening();
    at.sink.answer = () => ({ status: 410 });
    await using notify = worker(at.store.db, at.env);
    const { incidentId } = await anIncident(at.store.db, [], Date.now());
    await update(at.store.db, incidentId, "identified");
    await until(async () => (await outbox(at.store.db)).every((row) => row.state !== "queued"));
    await notify.idle();
    expect((await outbox(at.store.db)).map((row) => row.state)).toEqual(["failed", "suppressed"]);
    const row = await at.store.db.selectFrom("subscriber").select("state").executeTakeFirst();
    expect(row?.state).toBe("quarantined");
  });

  it("gets planned work as Statuspage tells it: an incident with a schedule", async () => {
    await using at = await listening();
    await aComponent(at.store.db, "jobs", 0);
    await using notify = worker(at.store.db, at.env);
    const startsAt = Math.ceil(Date.now() / DAY) * DAY + DAY;
    const work = { title: "New disks", body: "Jobs wait.", startsAt, endsAt: startsAt + DAY, components: ["jobs"] };
    const id = await scheduleMaintenance(at.store.db, PUBLISHER, work, Date.now());
    await until(() => at.sink.requests.length > 0);
    await notify.idle();
    expect(JSON.parse(at.sink.requests[0]?.text ?? "").incident).toMatchObject({
      id,
      name: "New disks",
      status: "scheduled",
      impact: "maintenance",
      scheduled_for: new Date(startsAt).toISOString(),
      scheduled_until: new Date(startsAt + DAY).toISOString(),
      incident_updates: [{ incident_id: id, status: "scheduled", body: "Jobs wait." }],
      components: [{ name: "jobs", status: "under_maintenance" }],
    });
  });

  it("that refuses three messages in a week is set aside too, and two are forgiven", async () => {
    await using store = await open();
    const [id] = await someSubscribers(store.db, ["https://receiver.example/x"], Date.now(), { channel: "webhook" });
    const state = async () => (await store.db.selectFrom("subscriber").select("state").executeTakeFirst())?.state;
    const refuse = async (at: number) => {
      const { deliveryId } = await sendTest(store.db, PUBLISHER, id as string, at);
      const delivery = (await outbox(store.db)).find((row) => row.id === deliveryId) as Row<"outbox">;
      const refused = {
        kind: "refused",
        answer: "400",
        permanent: true,
        retryAfterMs: null,
        destinationAway: false,
      } as const;
      await settleDeliveries(store.db, "w", [{ delivery, outcome: refused, at }], 0);
      return state();
    };
    const now = Date.now();
    expect([await refuse(now - 8 * DAY), await refuse(now - DAY), await refuse(now)]).toEqual(Array(3).fill("active"));
    expect(await refuse(now + DAY)).toBe("quarantined");
  });
});

it("a body that would be too large leaves the oldest updates out", () => {
  const incident_updates = Array.from({ length: 40 }, (_, i) => ({ id: `u${i}`, body: "x".repeat(1_000) }));
  const body = storyBody({ page: {}, incident: { incident_updates } }, { publicUrl: "", unsubscribe: "", now: 0 });
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
  expect(JSON.parse(body).incident.incident_updates[0].id).toBe("u0");
});
