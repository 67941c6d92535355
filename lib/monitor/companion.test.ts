import { Redis } from "ioredis";
import { afterEach, expect, it } from "vitest";
import { startRedis } from "#e2e/redis-server.ts";
import { onEachStore } from "#e2e/stores.ts";
import { parseStatusFile } from "#lib/config/status-file.ts";
import { judgeFacts } from "#lib/diagnosis/diagnose.ts";
import { draftWords } from "#lib/diagnosis/words.ts";
import { observe } from "#lib/domain/damping.ts";
import { changeText } from "#lib/domain/drift.ts";
import { type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import type { Recording } from "#lib/domain/recording.ts";
import { createLog } from "#lib/log.ts";
import { applyConfiguration } from "#lib/services/apply-configuration.ts";
import { recordChange } from "#lib/services/record-change.ts";
import type { Database } from "#lib/store/database.ts";
import { takeLease } from "#lib/store/leases.ts";
import { recordingsOfIncident } from "#lib/store/recordings.ts";
import { listTargetChanges } from "#lib/store/target-changes.ts";
import { Companion } from "./companion.ts";

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const NOW = Date.UTC(2026, 10, 23, 14, 0, 0);

/** A companion beside a real Redis, whose clock is turned by hand. */
async function beside(db: Database, args: string[] = []) {
  const redis = await startRedis(args);
  undo.push(() => redis.stop());
  const client = new Redis({ port: redis.port, lazyConnect: true, retryStrategy: () => null });
  client.on("error", () => undefined);
  await client.connect();
  undo.push(async () => client.disconnect());
  const text = `
    components: [{ slug: jobs, name: Jobs }]
    monitors: [{ key: redis, type: redis, url: "${redis.url}", components: [jobs], backups: { promise: 1h } }]`;
  const configuration = parseStatusFile(text, "status.yaml", {});
  const monitorId = (await applyConfiguration(db, configuration, NOW)).get("redis") as string;
  const lease = await takeLease(db, "monitor", "test", 10 * MINUTE, NOW);
  if (!lease) throw new Error("Nobody else is here.");
  let now = NOW;
  const settings = configuration.monitors[0] as (typeof configuration.monitors)[number];
  const make = () =>
    new Companion(settings, monitorId, { db, lease, log: createLog("error", "test"), clock: () => now });
  let companion = make();
  undo.push(async () => companion.stop());
  const ask = (command: string, ...words: readonly string[]) => client.call(command, ...words);
  return {
    redis,
    client,
    monitorId,
    changes: async () => (await listTargetChanges(db, [monitorId], 0, 50)).map(changeText),
    facts: () => companion.facts(),
    failed: () => companion.failed(now),
    idle: () => companion.idle(),
    async restart() {
      await companion.stop();
      companion = make();
    },
    /** One look, `laterMs` after the one before, and all that follows from it. */
    async look(laterMs: number, change: Partial<Observation> = {}) {
      now += laterMs;
      const facts = { used_memory: 1_000_000, ...change.facts };
      companion.seen(
        { at: now, status: "operational", cause: null, confirmed: true, latencyMs: 0.4, ...change, facts },
        ask,
      );
      await companion.idle();
      return now;
    },
  };
}

/** What the worker does when a monitor's target fails. */
async function fail(db: Database, monitorId: string, at: Instant): Promise<string> {
  const facts = { failure: "conn.refused", code: "ECONNREFUSED" };
  const observation: Observation = { at, ...judgeFacts(facts, at), confirmed: true, latencyMs: null, facts };
  const next = observe(null, observation, { downAfter: 1, upAfter: 1, staleAfterMs: MINUTE });
  if (!next.signal || !next.change) throw new Error("It fails.");
  const { cause, status } = next.change;
  await recordChange(
    db,
    {
      monitorId,
      signal: next.signal,
      change: next.change,
      observation,
      words: (names, expected) => draftWords(cause, status, names, expected),
    },
    at,
  );
  const [incident] = await db.selectFrom("incident").select("id").execute();
  return incident?.id as string;
}

onEachStore("beside the probe", (open) => {
  it("a change of settings is an event with both values, known after a restart too, and a note; secrets are never read", async () => {
    await using store = await open();
    const one = await beside(store.db, ["--maxmemory", "6gb"]);
    await one.look(0);
    expect(await one.changes()).toEqual([]);
    await one.client.config("SET", "maxmemory", "4gb");
    await one.client.config("SET", "masterauth", "hunter2-secret");
    await one.client.call("ACL", "SETUSER", "reporter", "on", ">another-secret", "+ping");
    // The counter of CONFIG SET has risen: nothing waits for the minute.
    await one.look(10 * SECOND);
    expect(await one.changes()).toEqual(expect.arrayContaining(["maxmemory 6 → 4 GiB", "ACL user reporter added"]));
    expect(one.facts().config_changed).toContain("maxmemory 6 → 4 GiB");
    expect(judgeFacts(one.facts(), NOW)).toMatchObject({ status: "operational", cause: null });
    expect(judgeFacts(one.facts(), NOW).diagnoses?.map((found) => found.cause)).toEqual(["config.drift"]);
    await one.restart();
    await one.client.config("SET", "maxmemory-policy", "allkeys-lru");
    await one.look(10 * SECOND);
    expect(await one.changes()).toContain("maxmemory-policy noeviction → allkeys-lru");
    expect(one.facts().config_changed).toContain("maxmemory 6 → 4 GiB");
    const kept = JSON.stringify(await store.db.selectFrom("target_memory").selectAll().execute());
    expect(kept).toContain("4294967296");
    expect(kept).not.toMatch(/hunter2|another-secret|masterauth|requirepass|nopass/);
  });

  it("a target that shows nothing but INFO is watched without an alarm and without asking again and again", async () => {
    await using store = await open();
    const hidden = ["CONFIG", "ACL", "SLOWLOG", "LATENCY", "CLIENT", "MODULE"];
    const one = await beside(
      store.db,
      hidden.flatMap((name) => ["--rename-command", name, ""]),
    );
    await one.look(0);
    await one.look(2 * MINUTE);
    expect(judgeFacts(one.facts(), NOW).diagnoses).toEqual([]);
    const errors = /errorstat_ERR:count=(\d+)/.exec(await one.client.info("errorstats"))?.[1];
    await one.look(2 * MINUTE);
    expect(/errorstat_ERR:count=(\d+)/.exec(await one.client.info("errorstats"))?.[1]).toBe(errors);
  });

  it("keeps what it held with the incident of a failure, and adds what the target says when it is back", async () => {
    await using store = await open();
    const one = await beside(store.db);
    await one.client.config("SET", "slowlog-log-slower-than", "0");
    await one.client.set("session:anna", "my-secret-value");
    await one.client.config("SET", "slowlog-log-slower-than", "1000000");
    for (let i = 0; i < 5; i += 1) await one.look(10 * SECOND);
    const at = await one.look(SECOND, { status: "major_outage", cause: "conn.refused", latencyMs: null });
    const incidentId = await fail(store.db, one.monitorId, at);
    one.failed();
    await one.idle();
    const read = async () => {
      const [row] = await recordingsOfIncident(store.db, incidentId);
      return { row, recording: JSON.parse(row?.content ?? "null") as Recording };
    };
    const { row, recording } = await read();
    expect(row).toMatchObject({ monitor_id: one.monitorId, frozen_at: at });
    expect(recording.samples.status.at(-1)).toBe("major_outage");
    expect(recording.samples.latencyMs.slice(0, 5)).toEqual([0.4, 0.4, 0.4, 0.4, 0.4]);
    expect(recording.before?.info).toMatchObject({ redis_mode: "standalone", role: "master" });
    expect(recording.before?.slow?.map((slow) => slow.command)).toContain("SET");
    expect(recording.before?.clients?.total).toBe(1);
    expect(recording.after).toBeNull();
    await one.look(SECOND);
    const content = (await read()).row?.content as string;
    expect((JSON.parse(content) as Recording).after?.at).toBe(at + SECOND);
    expect(content).not.toMatch(/anna|my-secret-value|127\.0\.0\.1/);
    // The same failure once more: what was frozen first stays.
    one.failed();
    await one.idle();
    expect((await recordingsOfIncident(store.db, incidentId)).map((kept) => kept.id)).toEqual([row?.id]);
  });

  it("holds saves against the promise, and remembers them with their size", async () => {
    await using store = await open();
    const one = await beside(store.db);
    const saves = async () =>
      JSON.stringify(
        await store.db.selectFrom("target_memory").select("content").where("kind", "=", "backups").execute(),
      );
    await one.client.set("a", "1");
    await one.look(0);
    expect(one.facts()).toMatchObject({ backup_promise_s: 3_600, aof_enabled: 0 });
    expect(judgeFacts(one.facts(), NOW).diagnoses).toEqual([]);
    await one.client.save();
    await one.client.set("b", "2");
    await one.look(10 * SECOND);
    expect(await saves()).toContain("rdb");
    // Two hours on nothing more was saved, and something has changed.
    const overdue = { ...one.facts(), rdb_age_s: 7_200 };
    expect(judgeFacts(overdue, NOW).diagnoses?.map((found) => found.cause)).toEqual(["persist.stale"]);
  });
});
