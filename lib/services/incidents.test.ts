import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { defaultStatusFile, parseStatusFile } from "#lib/config/status-file.ts";
import { draftWords } from "#lib/diagnosis/words.ts";
import type { Actor } from "#lib/domain/actor.ts";
import { observe, type Signal } from "#lib/domain/damping.ts";
import type { Expectation } from "#lib/domain/diagnosis.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { applyConfiguration } from "#lib/services/apply-configuration.ts";
import { openIncident } from "#lib/services/open-incident.ts";
import { postUpdate } from "#lib/services/post-update.ts";
import { publishDue } from "#lib/services/publish-due.ts";
import { readPublicPage } from "#lib/services/read-page.ts";
import { recordChange } from "#lib/services/record-change.ts";
import { touchSignals } from "#lib/services/touch-signals.ts";
import type { Database } from "#lib/store/database.ts";
import { readVersion } from "#lib/store/state-version.ts";

const NOW = Date.UTC(2026, 10, 23, 14, 0, 0);
const OPERATOR: Actor = { kind: "operator", id: "op1", name: "Ada", role: "publisher" };
const RULES = { downAfter: 1, upAfter: 1, staleAfterMs: 30 * SECOND };

/** A monitor of the component `redis` that is told what to see. */
async function watching(db: Database, notifyAfter = "10s") {
  const text = `components: [{ slug: redis, name: Redis }]\nmonitors: [{ key: redis, type: redis, url: "redis://localhost", components: [redis], notify_after: ${notifyAfter} }]`;
  const ids = await applyConfiguration(db, parseStatusFile(text, "status.yaml", {}), NOW - 60 * SECOND);
  const monitorId = ids.get("redis") as string;
  let signal: Signal | null = null;
  return async (
    status: Observation["status"],
    at: Instant,
    cause = status === "operational" ? null : "conn.refused",
  ) => {
    const observation: Observation = {
      at,
      status,
      cause,
      confirmed: true,
      latencyMs: status === "operational" ? 2 : null,
      facts: {},
    };
    const next = observe(signal, observation, RULES);
    signal = next.signal;
    if (!next.signal) return;
    if (next.change) {
      const { cause: found, status: level } = next.change;
      const words = (names: readonly string[], expected: Expectation | null) =>
        draftWords(found, level, names, expected);
      await recordChange(db, { monitorId, signal: next.signal, change: next.change, observation, words }, at);
    } else await touchSignals(db, [{ monitorId, signal: next.signal, observation }]);
  };
}

const post = (components: Record<string, "major_outage"> = {}) => ({
  title: "Jobs wait",
  body: "We are **looking** into it.",
  status: "investigating" as const,
  components,
  expectedAt: NOW + 30 * 60 * SECOND,
  impact: null,
  notify: true,
});

const fanouts = (db: Database) => db.selectFrom("fanout").selectAll().execute();
const incidents = (db: Database) => db.selectFrom("incident").selectAll().execute();

onEachStore("incidents", (open) => {
  it("shows a found outage at once and tells nobody before notify_after has passed", async () => {
    await using store = await open();
    const see = await watching(store.db);
    await see("operational", NOW);
    await see("major_outage", NOW + SECOND);
    const page = await readPublicPage(store.db, NOW + SECOND);
    expect(page.summary).toMatchObject({ tone: "major_outage", headline: "Redis is unavailable" });
    expect(page.detected).toMatchObject([{ components: ["Redis"], since: NOW + SECOND }]);
    await publishDue(store.db, NOW + 10 * SECOND);
    expect(await fanouts(store.db)).toEqual([]);
    await publishDue(store.db, NOW + 11 * SECOND);
    expect(await fanouts(store.db)).toHaveLength(1);
    const later = await readPublicPage(store.db, NOW + 11 * SECOND);
    expect(later.detected).toEqual([]);
    expect(later.incidents).toMatchObject([
      { title: "Redis is unavailable", automatic: true, startedAt: NOW + SECOND },
    ]);
  });

  it("takes back the draft of a blip: nobody is told, and the history keeps it", async () => {
    await using store = await open();
    const see = await watching(store.db);
    await see("operational", NOW);
    await see("major_outage", NOW + SECOND);
    await see("operational", NOW + 5 * SECOND);
    await publishDue(store.db, NOW + 600 * SECOND);
    expect(await fanouts(store.db)).toEqual([]);
    const page = await readPublicPage(store.db, NOW + 20 * SECOND);
    expect(page.summary.tone).toBe("operational");
    expect(page.past).toEqual([]);
    expect(page.groups[0]?.components[0]?.days.at(-1)?.text).toBe("4 seconds down");
  });

  it("makes one story of flapping: one notice that it is down, one that it is back", async () => {
    await using store = await open();
    const see = await watching(store.db, "0s");
    await see("operational", NOW);
    for (let i = 1; i < 600; i += 1) {
      await see(i % 2 === 1 ? "major_outage" : "operational", NOW + i * SECOND);
      await publishDue(store.db, NOW + i * SECOND);
    }
    await see("operational", NOW + 600 * SECOND);
    for (let i = 600; i < 700; i += 1) await publishDue(store.db, NOW + i * SECOND);
    expect(await incidents(store.db)).toHaveLength(1);
    expect(await fanouts(store.db)).toHaveLength(2);
    expect((await incidents(store.db))[0]?.status).toBe("resolved");
  });

  it("with notify_after 0 owes the notice in the transaction of the finding", async () => {
    await using store = await open();
    const see = await watching(store.db, "0s");
    await see("operational", NOW);
    await see("major_outage", NOW + SECOND);
    expect(await fanouts(store.db)).toHaveLength(1);
  });

  it("turns a monitor's draft into the operator's incident: one story, told once", async () => {
    await using store = await open();
    const see = await watching(store.db);
    await see("operational", NOW);
    await see("major_outage", NOW + SECOND);
    const { incidentId } = await openIncident(store.db, OPERATOR, post({ redis: "major_outage" }), NOW + 3 * SECOND);
    await publishDue(store.db, NOW + 60 * SECOND);
    expect(await fanouts(store.db)).toHaveLength(1);
    expect(await incidents(store.db)).toMatchObject([
      { id: incidentId, title: "Jobs wait", started_at: NOW + SECOND, source: "monitor" },
    ]);
    await see("operational", NOW + 70 * SECOND);
    await publishDue(store.db, NOW + 700 * SECOND);
    // Automation only suggests from here: the page says that the checks pass, the person resolves.
    const page = await readPublicPage(store.db, NOW + 71 * SECOND);
    expect(page.incidents[0]).toMatchObject({ status: "investigating", passingSince: NOW + 70 * SECOND });
    expect(page.summary.tone).toBe("major_outage");
    await postUpdate(
      store.db,
      OPERATOR,
      { incidentId, status: "resolved", body: "Back.", components: {}, notify: true },
      NOW + 80 * SECOND,
    );
    expect((await readPublicPage(store.db, NOW + 81 * SECOND)).summary.tone).toBe("operational");
  });

  it("goes on with the story a monitor has already told, when a person comes later", async () => {
    await using store = await open();
    const see = await watching(store.db, "0s");
    await see("operational", NOW);
    await see("major_outage", NOW + SECOND);
    const { incidentId } = await openIncident(store.db, OPERATOR, post({ redis: "major_outage" }), NOW + 60 * SECOND);
    const page = await readPublicPage(store.db, NOW + 61 * SECOND);
    expect(page.incidents).toHaveLength(1);
    expect(page.incidents[0]).toMatchObject({ id: incidentId, title: "Jobs wait", startedAt: NOW + SECOND });
    expect(page.incidents[0]?.updates).toHaveLength(2);
    await see("operational", NOW + 70 * SECOND);
    await publishDue(store.db, NOW + 700 * SECOND);
    expect(await fanouts(store.db)).toHaveLength(2);
  });

  it("tells of data that was lost although the target is back, in the open incident", async () => {
    await using store = await open();
    const see = await watching(store.db, "0s");
    await see("operational", NOW);
    await see("major_outage", NOW + SECOND);
    await see("degraded_performance", NOW + 5 * SECOND, "data.keyspace_loss");
    expect(await incidents(store.db)).toHaveLength(1);
    expect(await fanouts(store.db)).toHaveLength(2);
    const page = await readPublicPage(store.db, NOW + 6 * SECOND);
    expect(page.summary.headline).toBe("Redis is degraded");
    expect(page.incidents[0]?.updates[0]?.body).toContain("sign in again");
  });

  it("refuses a second writer who has not read the first, and leaves no trace of the attempt", async () => {
    await using store = await open();
    await watching(store.db);
    const { incidentId } = await openIncident(store.db, OPERATOR, post(), NOW);
    const update = { incidentId, version: 1, body: "Mine.", components: {}, notify: true };
    await postUpdate(store.db, OPERATOR, update, NOW + 1);
    const before = await readVersion(store.db);
    await expect(postUpdate(store.db, OPERATOR, update, NOW + 2)).rejects.toMatchObject({ code: "conflict" });
    expect(await readVersion(store.db)).toBe(before);
    expect(await store.db.selectFrom("incident_update").selectAll().execute()).toHaveLength(2);
  });

  it("lets six post at once and one win, when all have read the same", async () => {
    await using store = await open();
    await watching(store.db);
    const { incidentId } = await openIncident(store.db, OPERATOR, post(), NOW);
    const tries = [1, 2, 3, 4, 5, 6].map((i) =>
      postUpdate(
        store.db,
        OPERATOR,
        { incidentId, version: 1, body: `Number ${i}.`, components: {}, notify: true },
        NOW + i,
      ),
    );
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(await fanouts(store.db)).toHaveLength(2);
  });

  it("names every unknown component, refuses an empty message, and writes nothing then", async () => {
    await using store = await open();
    await watching(store.db);
    await expect(openIncident(store.db, OPERATOR, post({ nope: "major_outage" }), NOW)).rejects.toMatchObject({
      code: "invalid",
      fields: [{ path: "components.nope" }],
    });
    await expect(openIncident(store.db, OPERATOR, { ...post(), body: " \u200b " }, NOW)).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(openIncident(store.db, { ...OPERATOR, role: "reporter" }, post(), NOW)).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await incidents(store.db)).toEqual([]);
  });

  it("shows unknown, not green, when nobody has looked for longer than the evidence holds", async () => {
    await using store = await open();
    const see = await watching(store.db);
    await see("operational", NOW);
    expect((await readPublicPage(store.db, NOW + 29 * SECOND)).summary.tone).toBe("operational");
    expect((await readPublicPage(store.db, NOW + 31 * SECOND)).summary).toMatchObject({
      tone: "unknown",
      headline: "We cannot measure Redis right now",
    });
    await see("operational", NOW + 3600 * SECOND);
    const [component] = (await readPublicPage(store.db, NOW + 3601 * SECOND)).groups[0]?.components ?? [];
    expect(component?.coverage).toBeLessThan(0.05);
  });

  it("applies the same configuration twice without a change, and archives what is no longer listed", async () => {
    await using store = await open();
    await watching(store.db);
    const rows = () => store.db.selectFrom("component").select(["id", "slug", "archived_at"]).execute();
    const before = await rows();
    await watching(store.db);
    expect(await rows()).toEqual(before);
    const other = parseStatusFile("components: [{ slug: api, name: API }]", "status.yaml", {});
    await applyConfiguration(store.db, other, NOW);
    expect(
      (await readPublicPage(store.db, NOW)).groups.flatMap((group) => group.components).map((one) => one.slug),
    ).toEqual(["api"]);
    expect(defaultStatusFile("redis://localhost:6379").components).toHaveLength(1);
  });
});
