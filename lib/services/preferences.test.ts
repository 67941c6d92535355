import { expect, it } from "vitest";
import { aComponent, anIncident, PUBLISHER, someSubscribers } from "#e2e/audience.ts";
import { onEachStore } from "#e2e/stores.ts";
import { DAY, HOUR, MINUTE } from "#lib/domain/instant.ts";
import { EVENT_KINDS, type Preferences } from "#lib/domain/subscription.ts";
import { changeMaintenance } from "#lib/services/change-maintenance.ts";
import { changeSubscription, pauseSubscription } from "#lib/services/change-subscription.ts";
import { confirmSubscription } from "#lib/services/confirm-subscription.ts";
import type { ConfirmPayload } from "#lib/services/confirmation.ts";
import { eraseSubscriber } from "#lib/services/erase-subscriber.ts";
import { expandFanout } from "#lib/services/expand-fanout.ts";
import { postUpdate } from "#lib/services/post-update.ts";
import { type DigestPayload, releaseHeld } from "#lib/services/release-held.ts";
import { scheduleMaintenance } from "#lib/services/schedule-maintenance.ts";
import { subscribe } from "#lib/services/subscribe.ts";
import { sweep } from "#lib/services/sweep.ts";
import { remindOfMaintenances } from "#lib/services/tell-maintenance.ts";
import { insertGroup } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { countRecipients } from "#lib/store/recipients.ts";
import { findByTarget, findSubscriber } from "#lib/store/subscribers.ts";

const NOW = Date.UTC(2026, 10, 23, 23, 0, 0);
const NIGHT = { from: 22 * 60, until: 7 * 60 };
const MORNING = Date.UTC(2026, 10, 24, 7, 0, 0);

async function expandAll(db: Database, now: number): Promise<void> {
  while (await expandFanout(db, now)) {
    // Each call takes one batch.
  }
}

const messages = (db: Database) =>
  db.selectFrom("outbox").selectAll().where("kind", "!=", "confirm").orderBy("created_at").orderBy("seq").execute();
const told = async (db: Database) => (await messages(db)).map((row) => row.target).toSorted();
const stateOf = async (db: Database) => (await messages(db)).map((row) => row.state);

const ALL: Preferences = {
  events: EVENT_KINDS,
  minImpact: "none",
  digest: "off",
  quiet: null,
  timeZone: "UTC",
  language: null,
};

/** A subscriber who has chosen so. */
async function someone(
  db: Database,
  target: string,
  preferences: Partial<Preferences>,
  scope: { components?: string[]; groups?: string[] } = {},
): Promise<string> {
  const [id] = (await someSubscribers(db, [target], NOW)) as [string];
  const isEverything = scope.components === undefined && scope.groups === undefined;
  const wanted = { components: scope.components ?? [], groups: scope.groups };
  await changeSubscription(db, id, { preferences: { ...ALL, ...preferences }, isEverything, scope: wanted }, NOW);
  return id;
}

const post = (db: Database, incidentId: string, status: "identified" | "resolved", now: number, components = {}) =>
  postUpdate(db, PUBLISHER, { incidentId, status, body: `It is ${status}.`, components, notify: true }, now);

onEachStore("what a subscriber chose", (open) => {
  it("decides who is told: by component, by group, by kind and by gravity", async () => {
    await using store = await open();
    const { db } = store;
    await insertGroup(db, {
      id: "g1",
      slug: "agents",
      name: "Agents",
      position: 0,
      origin: "console",
      archived_at: null,
    });
    const api = await aComponent(db, "api", NOW);
    await aComponent(db, "web", NOW);
    await db.updateTable("component").set({ group_id: "g1" }).where("id", "=", api).execute();
    await someone(db, "all@x.org", {});
    await someone(db, "api@x.org", {}, { components: ["api"] });
    await someone(db, "web@x.org", {}, { components: ["web"] });
    await someone(db, "agents@x.org", {}, { groups: ["agents"] });
    await someone(db, "works@x.org", { events: ["maintenance"] });
    await someone(db, "grave@x.org", { minImpact: "critical" });
    await someone(db, "paused@x.org", {}).then((id) => pauseSubscription(db, id, NOW + DAY));
    expect(await countRecipients(db, [api], NOW)).toEqual({ email: 4 });
    await anIncident(db, ["api"], NOW);
    await expandAll(db, NOW);
    expect(await told(db)).toEqual(["agents@x.org", "all@x.org", "api@x.org", "grave@x.org"]);
    await anIncident(db, [], NOW, { title: "Nothing of note" });
    await expandAll(db, NOW);
    expect((await told(db)).slice(-3)).toEqual(["all@x.org", "api@x.org", "grave@x.org"]);
    expect(await told(db)).toHaveLength(5);
  });

  it("is refused in words when it cannot be kept", async () => {
    await using store = await open();
    const { db } = store;
    await expect(someone(db, "a@x.org", {}, { components: [] })).rejects.toMatchObject({
      fields: [{ path: "components" }],
    });
    await expect(someone(db, "b@x.org", { timeZone: "Mars/Olympus" })).rejects.toMatchObject({
      fields: [{ path: "time_zone" }],
    });
    await expect(someone(db, "c@x.org", { quiet: { from: Number.NaN, until: 5 } })).rejects.toMatchObject({
      fields: [{ path: "quiet_from" }],
    });
    await expect(someone(db, "d@x.org", {}, { components: ["nope"] })).rejects.toMatchObject({ code: "invalid" });
  });

  it("holds messages back in quiet hours, and lets them come as one mail afterwards", async () => {
    await using store = await open();
    const { db } = store;
    await aComponent(db, "api", NOW);
    const id = await someone(db, "night@x.org", { quiet: NIGHT });
    const { incidentId } = await anIncident(db, [], NOW);
    await expandAll(db, NOW);
    await post(db, incidentId, "resolved", NOW + HOUR);
    await expandAll(db, NOW + HOUR);
    expect(await stateOf(db)).toEqual(["held", "held"]);
    await releaseHeld(db, MORNING - 1);
    expect(await stateOf(db)).toEqual(["held", "held"]);
    await releaseHeld(db, MORNING);
    const all = await messages(db);
    const digest = all.find((row) => row.kind === "digest");
    expect(digest).toMatchObject({ state: "queued", subscriber_id: id });
    expect((JSON.parse(digest?.payload as string) as DigestPayload).items).toHaveLength(2);
    expect(all.filter((row) => row.merged_into === digest?.id)).toHaveLength(2);
    expect(await releaseHeld(db, MORNING + DAY)).toBe(false);
  });

  it("lets a critical incident through at night, and nothing older of it comes after", async () => {
    await using store = await open();
    const { db } = store;
    await aComponent(db, "api", NOW);
    await someone(db, "night@x.org", { quiet: NIGHT });
    const { incidentId } = await anIncident(db, [], NOW);
    await expandAll(db, NOW);
    await post(db, incidentId, "identified", NOW + MINUTE, { api: "major_outage" });
    await expandAll(db, NOW + MINUTE);
    expect(await stateOf(db)).toEqual(["suppressed", "queued"]);
    await post(db, incidentId, "resolved", NOW + HOUR);
    await expandAll(db, NOW + HOUR);
    expect((await messages(db)).at(-1)).toMatchObject({ seq: 3 });
  });

  it("never tells on a telephone that something is over which was over before it was told", async () => {
    await using store = await open();
    const { db } = store;
    const [id] = (await someSubscribers(db, ["+4915100"], NOW, { channel: "sms" })) as [string];
    await changeSubscription(
      db,
      id,
      { preferences: { ...ALL, quiet: NIGHT }, isEverything: true, scope: { components: [] } },
      NOW,
    );
    const { incidentId: over } = await anIncident(db, [], NOW);
    await expandAll(db, NOW);
    await post(db, over, "resolved", NOW + HOUR);
    const { incidentId: open_ } = await anIncident(db, [], NOW + HOUR, { title: "Another" });
    await expandAll(db, NOW + HOUR);
    await post(db, open_, "identified", NOW + 2 * HOUR);
    await expandAll(db, NOW + 2 * HOUR);
    await releaseHeld(db, MORNING);
    const queued = (await messages(db)).filter((row) => row.state === "queued");
    expect(queued).toMatchObject([{ subject_id: open_, seq: 2 }]);
  });

  it("lets go at once what was held when quiet hours are given up", async () => {
    await using store = await open();
    const { db } = store;
    const id = await someone(db, "a@x.org", { digest: "weekly" });
    await anIncident(db, [], NOW);
    await expandAll(db, NOW);
    await changeSubscription(db, id, { preferences: ALL, isEverything: true, scope: { components: [] } }, NOW + 1);
    await releaseHeld(db, NOW + 1);
    expect(await stateOf(db)).toEqual(["queued"]);
  });

  it("is forgotten with the address when its owner asks for it, and what was sent stays counted", async () => {
    await using store = await open();
    const { db } = store;
    const id = await someone(db, "secret@x.org", {}, {});
    await anIncident(db, [], NOW);
    await expandAll(db, NOW);
    await eraseSubscriber(db, null, id, NOW);
    expect(await findSubscriber(db, id)).toBeUndefined();
    expect(JSON.stringify(await db.selectFrom("outbox").selectAll().execute())).not.toContain("secret@x.org");
    expect(await db.selectFrom("delivery_count").selectAll().execute()).toMatchObject([{ outcome: "suppressed" }]);
  });
});

onEachStore("following one incident", (open) => {
  const wish = (incidents: string[]) => ({ channel: "email", target: "f@x.org", components: [], incidents });
  const mailed = async (db: Database): Promise<ConfirmPayload> => {
    const row = await db
      .selectFrom("outbox")
      .select("payload")
      .where("kind", "=", "confirm")
      .where("state", "=", "queued")
      .executeTakeFirstOrThrow();
    return JSON.parse(row.payload as string);
  };

  it("tells of it alone, and ends with it", async () => {
    await using store = await open();
    const { db } = store;
    const { incidentId } = await anIncident(db, [], NOW);
    await expandAll(db, NOW);
    await subscribe(db, wish([incidentId]), NOW);
    await confirmSubscription(db, { token: (await mailed(db)).token }, NOW);
    await anIncident(db, [], NOW, { title: "Another" });
    await post(db, incidentId, "identified", NOW);
    await expandAll(db, NOW);
    expect((await messages(db)).map((row) => row.subject_id)).toEqual([incidentId]);
    await post(db, incidentId, "resolved", NOW + HOUR);
    await expandAll(db, NOW + HOUR);
    expect(await messages(db)).toHaveLength(2);
    await sweep(db, NOW + 6 * DAY);
    expect((await findByTarget(db, "email", "f@x.org"))?.state).toBe("active");
    await sweep(db, NOW + 8 * DAY);
    expect((await findByTarget(db, "email", "f@x.org"))?.state).toBe("ended");
  });

  it("is added to a subscription only when its owner says so", async () => {
    await using store = await open();
    const { db } = store;
    const id = await someone(db, "f@x.org", { minImpact: "critical" });
    const { incidentId } = await anIncident(db, [], NOW);
    await subscribe(db, wish([incidentId]), NOW);
    expect(await findSubscriber(db, id)).toMatchObject({ incidentIds: [] });
    const { token, isKnown } = await mailed(db);
    expect(isKnown).toBe(false);
    await confirmSubscription(db, { token }, NOW);
    expect(await findSubscriber(db, id)).toMatchObject({ incidentIds: [incidentId], scope: "everything", wish: null });
    await expandAll(db, NOW);
    expect(await told(db)).toEqual(["f@x.org"]);
  });

  it("is not offered of what is over, or never was public", async () => {
    await using store = await open();
    await expect(subscribe(store.db, wish(["000000000000"]), NOW)).rejects.toMatchObject({ code: "invalid" });
  });
});

onEachStore("planned work", (open) => {
  const plan = (db: Database, startsAt: number, more = {}) =>
    scheduleMaintenance(
      db,
      PUBLISHER,
      { title: "Upgrade", body: "We upgrade.", startsAt, endsAt: startsAt + HOUR, components: ["api"], ...more },
      NOW,
    );

  it("is told in the transaction that plans it, to those who follow what it touches and want to hear of it", async () => {
    await using store = await open();
    const { db } = store;
    await aComponent(db, "api", NOW);
    await aComponent(db, "web", NOW);
    await someone(db, "all@x.org", { minImpact: "critical" });
    await someone(db, "api@x.org", {}, { components: ["api"] });
    await someone(db, "web@x.org", {}, { components: ["web"] });
    await someone(db, "incidents@x.org", { events: ["incident"] });
    const id = await plan(db, NOW + 3 * DAY);
    await expandAll(db, NOW);
    expect(await told(db)).toEqual(["all@x.org", "api@x.org"]);
    await someone(db, "late@x.org", {});
    await changeMaintenance(db, PUBLISHER, { id, status: "cancelled" }, NOW + HOUR);
    await expandAll(db, NOW + HOUR);
    // Nobody hears that it is off who never heard that it was on.
    expect(await told(db)).toEqual(["all@x.org", "all@x.org", "api@x.org", "api@x.org"]);
    expect(await plan(db, NOW + 3 * DAY, { notify: false })).toBeTruthy();
    await expandAll(db, NOW + HOUR);
    expect(await messages(db)).toHaveLength(4);
  });

  it("reminds once at each time it was asked to, and not right after it was announced", async () => {
    await using store = await open();
    const { db } = store;
    await aComponent(db, "api", NOW);
    await plan(db, NOW + 3 * DAY);
    await plan(db, NOW + 2 * HOUR);
    const stages = async () =>
      (
        await db
          .selectFrom("maintenance_notice")
          .select(["stage", "lead_ms"])
          .orderBy("posted_at")
          .orderBy("id")
          .execute()
      )
        .filter((one) => one.stage === "reminder")
        .map((one) => one.lead_ms);
    for (const now of [NOW, NOW + HOUR - 1]) await remindOfMaintenances(db, now);
    expect(await stages()).toEqual([]);
    for (let i = 0; i < 2; i += 1) await remindOfMaintenances(db, NOW + HOUR + MINUTE);
    expect(await stages()).toEqual([HOUR]);
    for (let i = 0; i < 2; i += 1) await remindOfMaintenances(db, NOW + 2 * DAY);
    expect(await stages()).toEqual([HOUR, DAY]);
  });
});
