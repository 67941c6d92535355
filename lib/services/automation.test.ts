import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { parseStatusFile } from "#lib/config/status-file.ts";
import { judgeFacts } from "#lib/diagnosis/diagnose.ts";
import { draftWords } from "#lib/diagnosis/words.ts";
import { observe, type Signal } from "#lib/domain/damping.ts";
import type { Expectation, Facts } from "#lib/domain/diagnosis.ts";
import { type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import type { Database } from "#lib/store/database.ts";
import { applyConfiguration } from "./apply-configuration.ts";
import { followExpectations } from "./follow-expectation.ts";
import { publishDue } from "./publish-due.ts";
import { readPublicPage } from "./read-page.ts";
import { recordChange } from "./record-change.ts";
import { touchSignals } from "./touch-signals.ts";

const NOW = Date.UTC(2026, 10, 23, 14, 0, 0);
const RULES = { downAfter: 1, upAfter: 1, staleAfterMs: 10 * MINUTE };

const REFUSED = { failure: "conn.refused", code: "ECONNREFUSED" };
const WELL = {};

/** One Redis under three components that use it for different things, and a probe that sees the given facts. */
async function watching(db: Database, settings = "notify_after: 0s") {
  const text = `
    components: [{ slug: sign-in, name: Sign-in }, { slug: jobs, name: Jobs }, { slug: search, name: Search }]
    monitors:
      - { key: redis, type: redis, url: "redis://localhost", components: [sign-in, jobs, search],
          roles: { sign-in: sessions, jobs: queue, search: cache }, ${settings} }`;
  const ids = await applyConfiguration(db, parseStatusFile(text, "status.yaml", {}), NOW - MINUTE);
  const monitorId = ids.get("redis") as string;
  let signal: Signal | null = null;
  return async (facts: Facts, at: Instant, extra: Partial<Observation> = {}) => {
    const observation: Observation = { at, ...judgeFacts(facts, at), confirmed: true, latencyMs: 1, facts, ...extra };
    const next = observe(signal, observation, RULES);
    signal = next.signal;
    if (!next.signal) return;
    if (!next.change) return touchSignals(db, [{ monitorId, signal: next.signal, observation }]);
    const { cause, status } = next.change;
    const words = (names: readonly string[], expected: Expectation | null) =>
      draftWords(cause, status, names, expected);
    await recordChange(db, { monitorId, signal: next.signal, change: next.change, observation, words }, at);
  };
}

const incidents = (db: Database) => db.selectFrom("incident").selectAll().orderBy("created_at").execute();
const updates = (db: Database) => db.selectFrom("incident_update").selectAll().orderBy("posted_at").execute();
const fanouts = (db: Database) => db.selectFrom("fanout").selectAll().execute();

async function statuses(db: Database, at: Instant) {
  const page = await readPublicPage(db, at);
  return Object.fromEntries(page.groups.flatMap((group) => group.components.map((one) => [one.slug, one.status])));
}

onEachStore("automation", (open) => {
  it("gives each component what the fault means for its use of Redis, on the page and in its history", async () => {
    await using store = await open();
    const see = await watching(store.db);
    await see(WELL, NOW);
    await see(REFUSED, NOW + SECOND);
    expect(await statuses(store.db, NOW + SECOND)).toEqual({
      "sign-in": "major_outage",
      jobs: "major_outage",
      search: "degraded_performance",
    });
    const stretches = await store.db.selectFrom("interval").selectAll().where("ended_at", "is", null).execute();
    expect(stretches.map((one) => one.status).toSorted()).toEqual([
      "degraded_performance",
      "major_outage",
      "major_outage",
    ]);
  });

  it("leaves out of the incident what the fault does not touch", async () => {
    await using store = await open();
    const see = await watching(store.db);
    await see(WELL, NOW);
    const evicting = { evicted_per_s: 1200, used_memory: 100, maxmemory: 100, maxmemory_policy: "allkeys-lru" };
    await see(evicting, NOW + SECOND);
    const [update] = await updates(store.db);
    const named = await store.db.selectFrom("update_impact").select("component_name").execute();
    expect(update?.status).toBe("investigating");
    expect(named.map((one) => one.component_name).toSorted()).toEqual(["Jobs", "Sign-in"]);
    expect(await statuses(store.db, NOW + SECOND)).toMatchObject({ search: "operational" });
  });

  it("keeps what it finds as a draft where the monitor does not publish by itself", async () => {
    await using store = await open();
    const see = await watching(store.db, "auto_publish: false, notify_after: 0s");
    await see(WELL, NOW);
    await see(REFUSED, NOW + SECOND);
    await publishDue(store.db, NOW + 60 * MINUTE);
    expect(await incidents(store.db)).toMatchObject([{ published_at: null, cause: "conn.refused" }]);
    expect(await fanouts(store.db)).toEqual([]);
    expect(await statuses(store.db, NOW + SECOND)).toMatchObject({ jobs: "major_outage" });
  });

  it("moves a recovery to monitoring quietly, and resolves it once it has settled: two notices in all", async () => {
    await using store = await open();
    const see = await watching(store.db);
    await see(WELL, NOW);
    await see(REFUSED, NOW + SECOND);
    await see(WELL, NOW + MINUTE);
    expect(await incidents(store.db)).toMatchObject([{ status: "monitoring", monitoring_at: NOW + MINUTE }]);
    await publishDue(store.db, NOW + MINUTE + 9 * SECOND);
    expect((await updates(store.db)).map((one) => one.status)).toEqual(["investigating", "monitoring"]);
    await publishDue(store.db, NOW + MINUTE + 10 * SECOND);
    expect(await incidents(store.db)).toMatchObject([{ status: "resolved" }]);
    expect(await fanouts(store.db)).toHaveLength(2);
  });

  it("does not call it over while something still catches up", async () => {
    await using store = await open();
    const see = await watching(store.db);
    const catchesUp = {
      cause: "repl.lag",
      confidence: 1,
      status: null,
      impacts: {},
      holdsRecovery: true,
      evidence: [],
    };
    await see(WELL, NOW);
    await see(REFUSED, NOW + SECOND);
    await see(WELL, NOW + MINUTE, { diagnoses: [{ ...catchesUp, holdsRecovery: true }] });
    await publishDue(store.db, NOW + 2 * MINUTE);
    expect(await incidents(store.db)).toMatchObject([{ status: "monitoring" }]);
    await see(WELL, NOW + 2 * MINUTE + SECOND);
    await publishDue(store.db, NOW + 3 * MINUTE);
    expect(await incidents(store.db)).toMatchObject([{ status: "resolved" }]);
  });

  it("believes later each time what keeps coming back: no story every few minutes", async () => {
    await using store = await open();
    const see = await watching(store.db);
    await see(WELL, NOW);
    for (let i = 1; i <= 60; i += 1) {
      const at = NOW + i * 40 * SECOND;
      await see(i % 2 === 1 ? REFUSED : WELL, at);
      for (let s = 0; s < 40; s += 5) await publishDue(store.db, at + s * SECOND);
    }
    // Forty minutes of 40 s down, 40 s up: without patience thirty incidents and sixty notices.
    expect((await incidents(store.db)).length).toBeLessThanOrEqual(3);
    expect((await fanouts(store.db)).length).toBeLessThanOrEqual(6);
  });

  it("expects what Redis itself says, states the basis, and follows it while it changes", async () => {
    await using store = await open();
    const see = await watching(store.db);
    const loading = (seconds: number) => ({ failure: "state.loading", loading: 1, loading_eta_seconds: seconds });
    await see(WELL, NOW);
    await see(loading(60), NOW + SECOND);
    const [incident] = await incidents(store.db);
    expect(incident).toMatchObject({ expected_at: NOW + 61 * SECOND, expected_basis: expect.stringContaining("60") });
    expect((await updates(store.db))[0]?.body).toContain("expects 60 more seconds");
    await see(loading(600), NOW + 10 * SECOND);
    await followExpectations(store.db, NOW + 10 * SECOND);
    expect(await incidents(store.db)).toMatchObject([{ expected_at: NOW + 610 * SECOND }]);
    expect(await fanouts(store.db)).toHaveLength(1);
  });

  it("expects what earlier incidents of the same cause took, once there are three of them", async () => {
    await using store = await open();
    const see = await watching(store.db);
    await see(WELL, NOW);
    let at = NOW;
    for (const minutes of [4, 6, 9]) {
      at += 120 * MINUTE;
      await see(REFUSED, at);
      await see(WELL, at + minutes * MINUTE - 10 * SECOND);
      for (let i = 0; i < 60; i += 1) await publishDue(store.db, at + minutes * MINUTE + i * 30 * SECOND);
    }
    at += 120 * MINUTE;
    await see(REFUSED, at);
    const last = (await incidents(store.db)).at(-1);
    expect(last?.expected_basis).toContain("judging by 3 earlier incidents");
    expect(last?.expected_at).toBeGreaterThan(at + 8 * MINUTE);
    expect(last?.expected_at).toBeLessThan(at + 11 * MINUTE);
  });

  it("says on the page what a fault turned into, without telling everyone again", async () => {
    await using store = await open();
    const see = await watching(store.db);
    await see(WELL, NOW);
    await see(REFUSED, NOW + SECOND);
    await see({ failure: "state.loading", loading: 1, loading_eta_seconds: 30 }, NOW + 20 * SECOND);
    expect((await updates(store.db)).at(-1)?.body).toContain("has just started");
    expect(await incidents(store.db)).toMatchObject([{ cause: "state.loading", expected_at: NOW + 50 * SECOND }]);
    expect(await fanouts(store.db)).toHaveLength(1);
  });
});
