import { expect, it } from "vitest";
import { aComponent, PUBLISHER, someSubscribers } from "#e2e/audience.ts";
import { onEachStore } from "#e2e/stores.ts";
import { MINUTE, SECOND } from "#lib/domain/instant.ts";
import { expandFanout } from "#lib/services/expand-fanout.ts";
import { openIncident } from "#lib/services/open-incident.ts";
import { postUpdate } from "#lib/services/post-update.ts";
import { takeBack } from "#lib/services/take-back.ts";
import type { Database } from "#lib/store/database.ts";
import { findIncident, listResolvedSince } from "#lib/store/incidents.ts";

const NOW = Date.UTC(2026, 10, 23, 14);
const UNDO = 30 * SECOND;

async function anIncident(db: Database, undoMs: number) {
  await aComponent(db, "api", NOW);
  await someSubscribers(db, ["a@example.com"], NOW);
  const components = { api: "major_outage" } as const;
  const facts = {
    title: "Jobs wait",
    body: "We look.",
    status: "investigating",
    expectedAt: null,
    impact: null,
  } as const;
  return openIncident(db, PUBLISHER, { ...facts, components, notify: true, undoMs }, NOW);
}

const resolve = (db: Database, incidentId: string, now: number) =>
  postUpdate(
    db,
    PUBLISHER,
    { incidentId, status: "resolved", body: "It is over.", components: {}, notify: true, undoMs: UNDO },
    now,
  );
const intervals = (db: Database) =>
  db.selectFrom("interval").select(["status", "started_at", "ended_at"]).where("kind", "=", "incident").execute();
const messages = (db: Database) => db.selectFrom("outbox").selectAll().execute();

onEachStore("a post that can be taken back", (open) => {
  it("tells nobody until its time has run out, and then everybody", async () => {
    await using store = await open();
    await anIncident(store.db, UNDO);
    expect(await expandFanout(store.db, NOW + UNDO - 1)).toBe(false);
    expect(await expandFanout(store.db, NOW + UNDO)).toBe(true);
    expect(await messages(store.db)).toHaveLength(1);
  });

  it("leaves the incident as it was before, its history too", async () => {
    await using store = await open();
    const { db } = store;
    const { incidentId } = await anIncident(db, 0);
    const before = await findIncident(db, incidentId);
    const { updateId } = await resolve(db, incidentId, NOW + MINUTE);
    expect(await intervals(db)).toMatchObject([{ ended_at: NOW + MINUTE }]);
    expect(await takeBack(db, PUBLISHER, { incidentId, updateId }, NOW + MINUTE + 1)).toEqual({ isGone: false });
    expect(await findIncident(db, incidentId)).toMatchObject({
      status: before?.status,
      resolved_at: null,
      monitoring_at: null,
    });
    expect(await intervals(db)).toEqual([{ status: "major_outage", started_at: NOW, ended_at: null }]);
    await expandFanout(db, NOW + 10 * MINUTE);
    await expandFanout(db, NOW + 10 * MINUTE);
    expect((await messages(db)).map((row) => row.seq)).toEqual([1]);
    await expect(takeBack(db, PUBLISHER, { incidentId, updateId }, NOW + MINUTE + 2)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("takes an incident that has nothing else off the page", async () => {
    await using store = await open();
    const { db } = store;
    const { incidentId, updateId } = await anIncident(db, UNDO);
    expect(await takeBack(db, PUBLISHER, { incidentId, updateId }, NOW + 1)).toEqual({ isGone: true });
    expect(await findIncident(db, incidentId)).toBeUndefined();
    expect(await intervals(db)).toEqual([]);
    expect(await expandFanout(db, NOW + MINUTE)).toBe(false);
  });

  it("leaves no incident behind that was posted as over already", async () => {
    await using store = await open();
    const { db } = store;
    const facts = {
      title: "Jobs waited",
      body: "It is over.",
      status: "resolved",
      expectedAt: null,
      impact: null,
    } as const;
    const posted = await openIncident(db, PUBLISHER, { ...facts, components: {}, notify: true, undoMs: UNDO }, NOW);
    expect(await listResolvedSince(db, NOW)).toHaveLength(1);
    await takeBack(db, PUBLISHER, posted, NOW + 1);
    expect(await listResolvedSince(db, NOW)).toEqual([]);
  });

  it("is a draft again when it was one before", async () => {
    await using store = await open();
    const { db } = store;
    const { incidentId } = await anIncident(db, 0);
    await db.updateTable("incident").set({ published_at: null }).execute();
    const { updateId } = await resolve(db, incidentId, NOW + MINUTE);
    expect(await findIncident(db, incidentId)).toMatchObject({ published_at: NOW + MINUTE });
    await takeBack(db, PUBLISHER, { incidentId, updateId }, NOW + MINUTE + 1);
    expect(await findIncident(db, incidentId)).toMatchObject({ published_at: null, status: "investigating" });
  });

  it("cannot be taken back once it goes out, nor when something followed, nor by who may not post", async () => {
    await using store = await open();
    const { db } = store;
    const { incidentId, updateId } = await anIncident(db, UNDO);
    const reporter = { ...PUBLISHER, role: "reporter" } as const;
    const by = (actor: typeof PUBLISHER, id: string, now: number) =>
      takeBack(db, actor, { incidentId, updateId: id }, now).catch((error: { code: string }) => error.code);
    expect(await by(reporter, updateId, NOW)).toBe("forbidden");
    expect(await by(PUBLISHER, updateId, NOW + UNDO)).toBe("conflict");
    const { updateId: second } = await resolve(db, incidentId, NOW + 1);
    expect(await by(PUBLISHER, updateId, NOW + 2)).toBe("conflict");
    expect(await by(PUBLISHER, second, NOW + 2)).toEqual({ isGone: false });
  });
});
