import { expect, it } from "vitest";
import { aComponent, anIncident, PUBLISHER, someSubscribers } from "#e2e/audience.ts";
import { onEachStore } from "#e2e/stores.ts";
import { HOUR, MINUTE, SECOND } from "#lib/domain/instant.ts";
import { endSubscription } from "#lib/services/end-subscription.ts";
import { expandFanout } from "#lib/services/expand-fanout.ts";
import { postUpdate } from "#lib/services/post-update.ts";
import { settleDeliveries } from "#lib/services/settle-delivery.ts";
import { connectDatabase, type Database } from "#lib/store/database.ts";
import { countSettled, deliveriesOf, outboxSummary, requeueFailed } from "#lib/store/deliveries.ts";
import { claimDue, pullForward, putBack, releaseOwn, settle } from "#lib/store/outbox.ts";
import { countRecipients } from "#lib/store/recipients.ts";
import type { Row } from "#lib/store/schema.ts";

const NOW = Date.UTC(2026, 10, 23, 14, 0, 0);
const LEASE = { limit: 1_000, leaseMs: MINUTE };

async function expandAll(db: Database, now = NOW): Promise<void> {
  while (await expandFanout(db, now)) {
    // Each call takes one batch.
  }
}

const outbox = (db: Database) => db.selectFrom("outbox").selectAll().orderBy("seq").execute();
const claim = (db: Database, worker: string, now = NOW) => claimDue(db, worker, "email", now, LEASE);

async function update(db: Database, incidentId: string, status: "identified" | "resolved", now = NOW): Promise<string> {
  const input = { incidentId, status, body: `It is ${status}.`, components: {}, notify: true };
  return (await postUpdate(db, PUBLISHER, input, now)).updateId;
}

onEachStore("the outbox", (open) => {
  it("owes each active subscriber one message for an update, however often and by whomever it is expanded", async () => {
    await using store = await open();
    const { db } = store;
    const [gone] = await someSubscribers(
      db,
      Array.from({ length: 2_100 }, (_, i) => `n${i}@example.com`),
      NOW,
    );
    await endSubscription(db, null, gone as string, NOW);
    await anIncident(db, [], NOW);
    await Promise.all([expandAll(db), expandAll(db), expandAll(db)]);
    await db.updateTable("fanout").set({ cursor: "", finished_at: null }).execute();
    await expandAll(db);
    const rows = await outbox(db);
    expect(rows).toHaveLength(2_099);
    expect(new Set(rows.map((row) => row.subscriber_id)).size).toBe(2_099);
    expect(rows.some((row) => row.subscriber_id === gone)).toBe(false);
  });

  it("makes no message for whom the components do not concern, and counts the same recipients beforehand", async () => {
    await using store = await open();
    const { db } = store;
    const api = await aComponent(db, "api", NOW);
    const web = await aComponent(db, "web", NOW);
    const [all] = await someSubscribers(db, ["all@example.com"], NOW);
    const [ofApi] = await someSubscribers(db, ["api@example.com"], NOW, { componentIds: [api] });
    await someSubscribers(db, ["web@example.com"], NOW, { componentIds: [web] });
    await someSubscribers(db, ["https://hooks.slack.com/services/T/B/x"], NOW, { channel: "slack" });
    expect(await countRecipients(db, [api], NOW)).toEqual({ email: 2, slack: 1 });
    expect(await countRecipients(db, [], NOW)).toEqual({ email: 1, slack: 1 });
    await anIncident(db, ["api"], NOW);
    await anIncident(db, [], NOW);
    await expandAll(db);
    const told = (await outbox(db)).filter((row) => row.channel === "email").map((row) => row.subscriber_id);
    expect(told.toSorted()).toEqual([all, all, ofApi].toSorted());
  });

  it("tells of a recovery only those who heard of the outage", async () => {
    await using store = await open();
    const { db } = store;
    const [early] = await someSubscribers(db, ["early@example.com"], NOW);
    const { incidentId } = await anIncident(db, [], NOW);
    await expandAll(db);
    await someSubscribers(db, ["late@example.com"], NOW);
    const resolved = await update(db, incidentId, "resolved");
    await anIncident(db, [], NOW, { status: "resolved" });
    await expandAll(db);
    expect(await deliveriesOf(db, resolved, { limit: 10 })).toMatchObject([{ subscriber_id: early, seq: 2 }]);
    expect(await outbox(db)).toHaveLength(2);
  });

  it("knows who heard of the outage although the recovery was posted before anyone was told", async () => {
    await using store = await open();
    const { db } = store;
    await someSubscribers(
      db,
      Array.from({ length: 1_500 }, (_, i) => `n${i}@example.com`),
      NOW,
    );
    const { incidentId } = await anIncident(db, [], NOW);
    await update(db, incidentId, "resolved");
    await Promise.all([expandAll(db), expandAll(db)]);
    await expandAll(db);
    expect(await outbox(db)).toHaveLength(3_000);
  });

  it("gives out the second message of an incident only after the first is settled, and holds up no other", async () => {
    await using store = await open();
    const { db } = store;
    await someSubscribers(db, ["a@example.com"], NOW);
    const one = await anIncident(db, [], NOW);
    const other = await anIncident(db, [], NOW);
    await update(db, one.incidentId, "identified");
    await expandAll(db);
    const first = await claim(db, "w1");
    expect(first.map((row) => [row.incident_id, row.seq]).toSorted()).toEqual(
      [
        [one.incidentId, 1],
        [other.incidentId, 1],
      ].toSorted(),
    );
    expect(await claim(db, "w2")).toEqual([]);
    const head = first.find((row) => row.incident_id === one.incidentId) as Row<"outbox">;
    await putBack(db, "w1", head.id, "451", NOW + MINUTE);
    expect(await claim(db, "w1", NOW + SECOND)).toEqual([]);
    await settle(db, head.id, "sent", "250", NOW);
    expect(await claim(db, "w1", NOW + SECOND)).toMatchObject([{ incident_id: one.incidentId, seq: 2, attempts: 1 }]);
  });

  it("gives every message to exactly one of four workers", async () => {
    await using store = await open();
    await someSubscribers(
      store.db,
      Array.from({ length: 400 }, (_, i) => `n${i}@example.com`),
      NOW,
    );
    await anIncident(store.db, [], NOW);
    await expandAll(store.db);
    const workers = ["w1", "w2", "w3", "w4"].map((name) => ({ name, db: connectDatabase(store.url) }));
    const claimed = await Promise.all(
      workers.map(async ({ name, db }) => {
        const mine: string[] = [];
        for (;;) {
          const rows = await claimDue(db, name, "email", NOW, { limit: 7, leaseMs: MINUTE });
          if (rows.length === 0) return mine;
          mine.push(...rows.map((row) => row.id));
        }
      }),
    );
    await Promise.all(workers.map(({ db }) => db.destroy()));
    // Whom others held at that moment is passed over: what is left is due still.
    const left = (await claim(store.db, "w5")).map((row) => row.id);
    const all = [...claimed.flat(), ...left];
    expect(all).toHaveLength(400);
    expect(new Set(all).size).toBe(400);
  });

  it("offers what a dead worker held to others after its lease, and to itself at once", async () => {
    await using store = await open();
    const { db } = store;
    await someSubscribers(db, ["a@example.com", "b@example.com"], NOW);
    await anIncident(db, [], NOW);
    await expandAll(db);
    expect(await claim(db, "dead")).toHaveLength(2);
    await releaseOwn(db, "another", NOW + SECOND);
    expect(await claim(db, "another", NOW + SECOND)).toEqual([]);
    await releaseOwn(db, "dead", NOW + SECOND);
    expect(await claim(db, "dead", NOW + SECOND)).toMatchObject([{ attempts: 2 }, { attempts: 2 }]);
    expect(await claim(db, "another", NOW + SECOND + MINUTE)).toHaveLength(2);
  });

  it("lets a worker that lost its lease not put back what another sends, and records what it has sent itself", async () => {
    await using store = await open();
    const { db } = store;
    await someSubscribers(db, ["a@example.com"], NOW);
    await anIncident(db, [], NOW);
    await expandAll(db);
    const [row] = (await claim(db, "slow")) as [Row<"outbox">];
    await claim(db, "other", NOW + MINUTE);
    await putBack(db, "slow", row.id, "451", NOW);
    expect(await claim(db, "third", NOW + MINUTE + SECOND)).toEqual([]);
    await settle(db, row.id, "sent", "250 ok", NOW);
    await settle(db, row.id, "failed", "550 no", NOW);
    expect(await outbox(db)).toMatchObject([{ state: "sent", answer: "250 ok" }]);
  });

  it("tries again after one second, then ever later up to an hour, and gives up after three days", async () => {
    await using store = await open();
    const { db } = store;
    await someSubscribers(db, ["a@example.com"], NOW);
    await anIncident(db, [], NOW);
    await expandAll(db);
    const [row] = (await claim(db, "w")) as [Row<"outbox">];
    const outcome = {
      kind: "refused",
      answer: "451",
      permanent: false,
      retryAfterMs: null,
      destinationAway: false,
    } as const;
    const waits: number[] = [];
    for (const attempts of [1, 2, 3, 12, 13, 80]) {
      await settleDeliveries(db, "w", [{ delivery: { ...row, attempts }, outcome, at: NOW }], 0);
      waits.push(((await outbox(db))[0] as Row<"outbox">).next_attempt_at - NOW);
      await db.updateTable("outbox").set({ claimed_by: "w" }).execute();
    }
    expect(waits).toEqual([SECOND, 2 * SECOND, 4 * SECOND, 2_048 * SECOND, HOUR, HOUR]);
    await settleDeliveries(db, "w", [{ delivery: { ...row, attempts: 80 }, outcome, at: NOW + 72 * HOUR }], 0);
    expect(await outbox(db)).toMatchObject([{ state: "failed", answer: "451" }]);
    expect(await requeueFailed(db, row.id, NOW + 73 * HOUR)).toBe(true);
    expect(await claim(db, "w", NOW + 73 * HOUR)).toMatchObject([{ id: row.id, attempts: 1 }]);
  });

  it("blames no reader for a mail server that was away for three days", async () => {
    await using store = await open();
    const { db } = store;
    await someSubscribers(db, ["a@example.com"], NOW);
    for (let i = 0; i < 3; i += 1) await anIncident(db, [], NOW);
    await expandAll(db);
    const away = { kind: "refused", answer: "ECONNREFUSED", permanent: false, retryAfterMs: null } as const;
    for (const row of await claim(db, "w")) {
      const settlement = { delivery: { ...row, attempts: 80 }, outcome: { ...away, destinationAway: true } };
      await settleDeliveries(db, "w", [{ ...settlement, at: NOW + 72 * HOUR }], 0);
    }
    expect((await outbox(db)).map((row) => row.state)).toEqual(["failed", "failed", "failed"]);
    const [reader] = await db.selectFrom("subscriber").select("state").execute();
    expect(reader?.state).toBe("active");
  });

  it("does not wait out a clock that was set back", async () => {
    await using store = await open();
    const { db } = store;
    await someSubscribers(db, ["a@example.com"], NOW);
    await anIncident(db, [], NOW);
    await expandAll(db, NOW + 24 * HOUR);
    expect(await claim(db, "w", NOW)).toEqual([]);
    await pullForward(db, NOW);
    expect(await claim(db, "w", NOW)).toHaveLength(1);
  });

  it("sums up what waits, since when, and what became of the rest", async () => {
    await using store = await open();
    const { db } = store;
    const [ended] = await someSubscribers(db, ["a@example.com", "b@example.com", "c@example.com"], NOW);
    await anIncident(db, [], NOW);
    await expandAll(db, NOW + SECOND);
    await endSubscription(db, null, ended as string, NOW);
    const rows = (await outbox(db)).filter((row) => row.state === "queued");
    const sent = { delivery: rows[0] as Row<"outbox">, outcome: { kind: "sent", answer: "250" }, at: NOW } as const;
    await countSettled(db, await settleDeliveries(db, "w", [sent], 0));
    const none = { queued: 0, held: 0, sent: 0, failed: 0, suppressed: 0, oldestQueuedAt: null };
    expect(await outboxSummary(db)).toMatchObject({
      email: { queued: 1, sent: 1, failed: 0, suppressed: 1, oldestQueuedAt: NOW + SECOND },
      slack: none,
    });
  });
});
