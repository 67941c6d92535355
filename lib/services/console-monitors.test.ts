import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { parseStatusFile } from "#lib/config/status-file.ts";
import type { Actor } from "#lib/domain/actor.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { createLog } from "#lib/log.ts";
import type { Database } from "#lib/store/database.ts";
import { findMonitor, monitorsChangedAt } from "#lib/store/signals.ts";
import { applyConfiguration } from "./apply-configuration.ts";
import { consoleMonitors } from "./console-monitors.ts";
import { pauseMonitor, removeMonitor } from "./pause-monitor.ts";
import { readMonitorSettings } from "./read-monitor-settings.ts";
import { readPublicPage } from "./read-page.ts";
import { recordChange } from "./record-change.ts";
import { addMonitor, changeMonitor } from "./save-monitor.ts";
import { addComponent } from "./write-component.ts";

const NOW = Date.UTC(2026, 10, 23, 14, 0, 0);
const ADA: Actor = { kind: "operator", id: "ada", name: "Ada", role: "maintainer" };
const VERA: Actor = { kind: "operator", id: "vera", name: "Vera", role: "publisher" };
const WITH = { secret: "one secret", env: { QUEUE_PASSWORD: "hidden" } };
const URL_GIVEN = "redis://:${QUEUE_PASSWORD}@queue:6379";

const run = (db: Database, secret = WITH.secret) =>
  consoleMonitors(db, { ...WITH, secret, log: createLog("silent", "test") });

async function watching(db: Database) {
  const facts = { name: "Mail", slug: undefined, description: null, group: null, status: "operational" as const };
  const component = await addComponent(db, ADA, facts, NOW);
  const settings = { type: "redis" as const, url: URL_GIVEN, every: "2s" };
  const given = { name: "Queue Redis", settings, component, role: "cache" as const };
  return { component, given, id: await addMonitor(db, ADA, given, WITH, NOW) };
}

/** The monitor finds its target gone. */
async function fails(db: Database, monitorId: string, at: Instant): Promise<void> {
  const found = { status: "major_outage", cause: "conn.refused", since: at } as const;
  const signal = { state: "failing" as const, ...found, doubts: [], observedAt: at };
  const change = { ...found, staleFrom: null };
  const observation = { at, latencyMs: null, facts: {} } as unknown as Observation;
  const words = () => ({ title: "It is gone", body: "It is gone." });
  await recordChange(db, { monitorId, signal, change, observation, words }, at);
}

async function shown(db: Database, at: Instant): Promise<string | undefined> {
  return (await readPublicPage(db, at)).groups[0]?.components[0]?.status;
}

onEachStore("monitors of the console", (open) => {
  it("are run as they were given, with the environment's values, and kept so that the store does not tell them", async () => {
    await using store = await open();
    const { id } = await watching(store.db);
    expect(await run(store.db)).toMatchObject([
      {
        key: "queue-redis",
        type: "redis",
        url: "redis://:hidden@queue:6379",
        every: 2_000,
        components: ["mail"],
        roles: { mail: "cache" },
      },
    ]);
    expect((await findMonitor(store.db, id))?.settings).not.toContain("queue:6379");
    expect(await readMonitorSettings(store.db, ADA, id, WITH.secret)).toMatchObject({ url: URL_GIVEN });
    expect(await run(store.db, "another secret")).toEqual([]);
  });

  it("are changed, and the worker can tell that they were; another of the same name gets a key of its own", async () => {
    await using store = await open();
    const { id, given } = await watching(store.db);
    const settings = { ...given.settings, every: "30s" };
    await changeMonitor(store.db, ADA, { monitor: id, name: "Queue", settings }, WITH, NOW + SECOND);
    expect(await monitorsChangedAt(store.db)).toBe(NOW + SECOND);
    expect(await findMonitor(store.db, id)).toMatchObject({
      name: "Queue",
      key: "queue-redis",
      stale_after_ms: 90_000,
    });
    const again = await addMonitor(store.db, ADA, given, WITH, NOW);
    expect(await findMonitor(store.db, again)).toMatchObject({ key: "queue-redis-2" });
    await expect(
      changeMonitor(
        store.db,
        ADA,
        { monitor: id, name: "Queue", settings: { type: "tcp", address: "a:1" } },
        WITH,
        NOW,
      ),
    ).rejects.toMatchObject({ code: "invalid" });
  });

  it("do not speak while they are paused, and their draft is taken back", async () => {
    await using store = await open();
    const { id } = await watching(store.db);
    await fails(store.db, id, NOW);
    expect(await shown(store.db, NOW)).toBe("major_outage");
    await pauseMonitor(store.db, ADA, { monitor: id, paused: true }, NOW + SECOND);
    expect(await shown(store.db, NOW + SECOND)).toBe("operational");
    const drafts = store.db.selectFrom("incident").select("discarded_at").execute();
    expect(await drafts).toEqual([{ discarded_at: NOW + SECOND }]);
    await pauseMonitor(store.db, ADA, { monitor: id, paused: false }, NOW + 2 * SECOND);
    expect(await shown(store.db, NOW + 2 * SECOND)).toBe("unknown");
    await fails(store.db, id, NOW + 3 * SECOND);
    expect(await shown(store.db, NOW + 3 * SECOND)).toBe("major_outage");
    await removeMonitor(store.db, ADA, id, NOW + 4 * SECOND);
    expect(await shown(store.db, NOW + 4 * SECOND)).toBe("operational");
    expect(await run(store.db)).toEqual([]);
  });

  it("stay beside those of status.yaml, which can be paused here and nothing else", async () => {
    await using store = await open();
    const { id } = await watching(store.db);
    const file = `
      components: [{ slug: app, name: App }]
      monitors: [{ key: web, type: http, url: "http://app", components: [app] }]`;
    const apply = () => applyConfiguration(store.db, parseStatusFile(file, "status.yaml", {}), NOW);
    const web = (await apply()).get("web") as string;
    await pauseMonitor(store.db, ADA, { monitor: web, paused: true }, NOW);
    await apply();
    expect(await findMonitor(store.db, web)).toMatchObject({ paused_at: NOW });
    expect(await findMonitor(store.db, id)).toBeDefined();
    await expect(removeMonitor(store.db, ADA, web, NOW)).rejects.toMatchObject({ code: "conflict" });
    const settings = { type: "http" as const, url: "http://b" };
    await expect(changeMonitor(store.db, ADA, { monitor: web, name: "W", settings }, WITH, NOW)).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("are made and changed by maintainers alone", async () => {
    await using store = await open();
    const { id, given } = await watching(store.db);
    for (const attempt of [
      addMonitor(store.db, VERA, given, WITH, NOW),
      changeMonitor(store.db, VERA, { monitor: id, name: "A", settings: given.settings }, WITH, NOW),
      pauseMonitor(store.db, VERA, { monitor: id, paused: true }, NOW),
      removeMonitor(store.db, VERA, id, NOW),
      readMonitorSettings(store.db, VERA, id, WITH.secret),
    ])
      await expect(attempt).rejects.toMatchObject({ code: "forbidden" });
  });
});
