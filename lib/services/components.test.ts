import { describe, expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { defaultStatusFile, parseStatusFile } from "#lib/config/status-file.ts";
import { judgeFacts } from "#lib/diagnosis/diagnose.ts";
import { draftWords } from "#lib/diagnosis/words.ts";
import type { Actor } from "#lib/domain/actor.ts";
import { observe, type Signal } from "#lib/domain/damping.ts";
import type { Expectation, Facts } from "#lib/domain/diagnosis.ts";
import { type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { listComponents } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { findMonitor } from "#lib/store/signals.ts";
import { applyConfiguration } from "./apply-configuration.ts";
import { attachMonitor, detachMonitor } from "./attach-monitor.ts";
import { addNeed, removeNeed } from "./change-needs.ts";
import { chooseRule } from "./choose-rule.ts";
import { hideComponent } from "./hide-component.ts";
import { placeComponent, stepComponent, stepGroup } from "./order-components.ts";
import { publishDue } from "./publish-due.ts";
import { readPublicComponent } from "./read-component.ts";
import { readPublicPage } from "./read-page.ts";
import { recordChange } from "./record-change.ts";
import { restoreComponent } from "./restore-component.ts";
import { addComponent, addGroup, changeComponent, removeComponent } from "./write-component.ts";
import { chooseGroupRule, removeGroup } from "./write-group.ts";

const NOW = Date.UTC(2026, 10, 23, 14, 0, 0);
const ADA: Actor = { kind: "operator", id: "ada", name: "Ada", role: "maintainer" };
const VERA: Actor = { kind: "operator", id: "vera", name: "Vera", role: "viewer" };
const RULES = { downAfter: 1, upAfter: 1, staleAfterMs: 10 * MINUTE };
const REFUSED = { failure: "conn.refused", code: "ECONNREFUSED" };
const WELL = {};

const FILE = `
  components: [{ slug: store, name: Store }, { slug: app, name: App }, { slug: site, name: Site }]
  monitors:
    - { key: one, type: redis, url: "redis://one", components: [store], notify_after: 10s }
    - { key: two, type: redis, url: "redis://two", components: [store], notify_after: 10s }
    - { key: web, type: http, url: "http://app", components: [app], notify_after: 10s }`;

/** Three components; what each monitor finds is said by the test. */
async function watching(db: Database) {
  const configuration = parseStatusFile(FILE, "status.yaml", {});
  const ids = await applyConfiguration(db, configuration, NOW - MINUTE);
  const signals = new Map<string, Signal | null>();
  const see = async (key: string, facts: Facts, at: Instant) => {
    const monitorId = ids.get(key) as string;
    const observation: Observation = { at, ...judgeFacts(facts, at), confirmed: true, latencyMs: 1, facts };
    const next = observe(signals.get(key) ?? null, observation, RULES);
    signals.set(key, next.signal);
    if (!next.signal || !next.change) return;
    const { cause, status } = next.change;
    const words = (names: readonly string[], expected: Expectation | null) =>
      draftWords(cause, status, names, expected);
    await recordChange(db, { monitorId, signal: next.signal, change: next.change, observation, words }, at);
  };
  for (const key of ["one", "two", "web"]) await see(key, WELL, NOW - SECOND);
  return {
    see,
    again: () => applyConfiguration(db, configuration, NOW),
    monitor: (key: string) => ids.get(key) as string,
  };
}

async function statuses(db: Database, at: Instant) {
  const page = await readPublicPage(db, at);
  return Object.fromEntries(page.groups.flatMap((group) => group.components.map((one) => [one.slug, one.status])));
}

const drafts = (db: Database) =>
  db.selectFrom("incident").selectAll().where("discarded_at", "is", null).orderBy("created_at").execute();
const order = async (db: Database) => (await listComponents(db)).map((one) => one.slug).join(" ");
const added = (db: Database, name: string, group: string | null = null) =>
  addComponent(db, ADA, { name, slug: undefined, description: null, group, status: "operational" }, NOW);

onEachStore("components", (open) => {
  describe("that several monitors speak for", () => {
    it("follow their rule: one of two that fails is carried by the other, and nobody is told of it", async () => {
      await using store = await open();
      const { see } = await watching(store.db);
      await chooseRule(store.db, ADA, { component: "store", rule: { kind: "all" } }, NOW);
      await see("one", REFUSED, NOW + SECOND);
      expect(await statuses(store.db, NOW + SECOND)).toMatchObject({ store: "operational" });
      expect((await readPublicPage(store.db, NOW + SECOND)).detected).toEqual([]);
      expect(await drafts(store.db)).toEqual([]);
      await see("two", REFUSED, NOW + 2 * SECOND);
      expect(await statuses(store.db, NOW + 2 * SECOND)).toMatchObject({ store: "major_outage" });
      expect(await drafts(store.db)).toHaveLength(1);
    });

    it("keep what was judged before the rule was chosen", async () => {
      await using store = await open();
      const { see } = await watching(store.db);
      await see("one", REFUSED, NOW);
      await chooseRule(store.db, ADA, { component: "store", rule: { kind: "all" } }, NOW + 10 * SECOND);
      const page = await readPublicComponent(store.db, "store", NOW + 20 * SECOND);
      expect(page?.component.status).toBe("operational");
      expect(page?.spans[0]?.cell.majorMs).toBe(10 * SECOND);
    });
  });

  describe("that need others", () => {
    it("show and keep what that means to them, for as long as they need them", async () => {
      await using store = await open();
      const { see } = await watching(store.db);
      await addNeed(store.db, ADA, { component: "app", needs: "store", strength: "hard" }, NOW);
      await addNeed(store.db, ADA, { component: "site", needs: "app", strength: "soft" }, NOW);
      await see("one", REFUSED, NOW + SECOND);
      expect(await statuses(store.db, NOW + 2 * SECOND)).toEqual({
        store: "major_outage",
        app: "major_outage",
        site: "degraded_performance",
      });
      const site = (await listComponents(store.db)).find((one) => one.slug === "app")?.id as string;
      await removeNeed(store.db, ADA, { component: "site", needs: site }, NOW + 11 * SECOND);
      expect(await statuses(store.db, NOW + 12 * SECOND)).toMatchObject({ app: "major_outage", site: "operational" });
      const past = await readPublicComponent(store.db, "site", NOW + 30 * SECOND);
      expect(past?.spans[0]?.cell.degradedMs).toBe(10 * SECOND);
    });

    it("have one story with what they need, and one of their own when that is over and they still fail", async () => {
      await using store = await open();
      const { see } = await watching(store.db);
      await addNeed(store.db, ADA, { component: "app", needs: "store", strength: "hard" }, NOW);
      // The one that needs is seen first: its draft waits once the cause is found.
      await see("web", REFUSED, NOW + SECOND);
      await see("one", REFUSED, NOW + 2 * SECOND);
      const [own, cause] = await drafts(store.db);
      expect(own).toMatchObject({ follows_id: cause?.id, publish_at: null });
      const named = await store.db.selectFrom("update_impact").select(["component_name", "new_status"]).execute();
      expect(named).toContainEqual({ component_name: "App", new_status: "major_outage" });
      await publishDue(store.db, NOW + MINUTE);
      expect((await drafts(store.db)).map((one) => one.published_at !== null)).toEqual([false, true]);
      await see("one", WELL, NOW + 2 * MINUTE);
      await publishDue(store.db, NOW + 3 * MINUTE);
      const released = (await drafts(store.db)).find((one) => one.id === own?.id);
      expect(released).toMatchObject({ follows_id: null, publish_at: NOW + 3 * MINUTE + 10 * SECOND });
    });

    it("cannot need themselves, and nothing that needs them", async () => {
      await using store = await open();
      await watching(store.db);
      await addNeed(store.db, ADA, { component: "app", needs: "store", strength: "hard" }, NOW);
      for (const [component, needs] of [
        ["store", "app"],
        ["app", "app"],
      ] as const)
        await expect(addNeed(store.db, ADA, { component, needs, strength: "soft" }, NOW)).rejects.toMatchObject({
          code: "invalid",
        });
    });
  });

  describe("on the page", () => {
    it("stand where operators put them, also after the configuration is applied again", async () => {
      await using store = await open();
      const { again } = await watching(store.db);
      const [mail, news] = [await added(store.db, "Mail"), await added(store.db, "News")];
      const ids = new Map((await listComponents(store.db)).map((one) => [one.slug, one.id]));
      await placeComponent(store.db, ADA, { component: news, group: null, before: ids.get("app") as string }, NOW);
      expect(await order(store.db)).toBe("store news app site mail");
      await stepComponent(store.db, ADA, { component: mail, by: -1 }, NOW);
      await again();
      expect(await order(store.db)).toBe("store news app mail site");
      await expect(
        placeComponent(store.db, ADA, { component: "app", group: null, before: null }, NOW),
      ).rejects.toMatchObject({ code: "conflict" });
    });

    it("go from group to group, and stay when their group is dissolved", async () => {
      await using store = await open();
      const db = store.db;
      const [near, far] = [
        await addGroup(db, ADA, { name: "Near", slug: undefined }, NOW),
        await addGroup(db, ADA, { name: "Far", slug: undefined }, NOW),
      ];
      const mail = await added(db, "Mail", near);
      await added(db, "News", far);
      const shown = async () =>
        (await readPublicPage(db, NOW)).groups.map(({ name, components }) => [name, components.map((one) => one.name)]);
      await stepComponent(db, ADA, { component: mail, by: 1 }, NOW);
      expect(await shown()).toEqual([["Far", ["Mail", "News"]]]);
      await stepComponent(db, ADA, { component: mail, by: -1 }, NOW);
      await stepGroup(db, ADA, { group: far, by: -1 }, NOW);
      expect(await shown()).toEqual([
        ["Far", ["News"]],
        ["Near", ["Mail"]],
      ]);
      await chooseGroupRule(db, ADA, { group: far, rule: { kind: "quorum", needed: 1 } }, NOW);
      expect((await readPublicPage(db, NOW)).groups[0]?.status).toBe("operational");
      await removeGroup(db, ADA, near, NOW);
      expect(await shown()).toEqual([
        [null, ["Mail"]],
        ["Far", ["News"]],
      ]);
    });

    it("are hidden and retired without losing anything", async () => {
      await using store = await open();
      const db = store.db;
      const { see } = await watching(db);
      const mail = await added(db, "Mail");
      await hideComponent(db, ADA, { component: "store", hidden: true }, NOW);
      await addNeed(db, ADA, { component: "app", needs: "store", strength: "hard" }, NOW);
      await see("one", REFUSED, NOW + SECOND);
      expect(await statuses(db, NOW + SECOND)).toEqual({
        app: "major_outage",
        site: "operational",
        mail: "operational",
      });
      expect(await readPublicComponent(db, "store", NOW)).toBeNull();
      await hideComponent(db, ADA, { component: "store", hidden: false }, NOW + 2 * SECOND);
      await removeComponent(db, ADA, mail, NOW + 2 * SECOND);
      expect(Object.keys(await statuses(db, NOW + 3 * SECOND))).toEqual(["store", "app", "site"]);
      await restoreComponent(db, ADA, mail, NOW + 4 * SECOND);
      expect(await statuses(db, NOW + 5 * SECOND)).toMatchObject({ mail: "operational", store: "major_outage" });
    });
  });

  it("are spoken for by monitors that operators chose, for what they use them for, and the file leaves that alone", async () => {
    await using store = await open();
    const db = store.db;
    const { see, again, monitor } = await watching(db);
    const mail = await added(db, "Mail");
    await see("one", REFUSED, NOW);
    await attachMonitor(db, ADA, { component: mail, monitor: monitor("one"), role: "cache" }, NOW);
    expect(await statuses(db, NOW)).toMatchObject({ store: "major_outage", mail: "degraded_performance" });
    await again();
    expect(await statuses(db, NOW)).toMatchObject({ mail: "degraded_performance" });
    await detachMonitor(db, ADA, { component: mail, monitor: monitor("one") }, NOW + SECOND);
    expect(await statuses(db, NOW + SECOND)).toMatchObject({ mail: "operational" });
    await expect(
      attachMonitor(db, ADA, { component: "store", monitor: monitor("two"), role: "queue" }, NOW),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  it("that nobody wrote down are operators' own: they stay as they were made", async () => {
    await using store = await open();
    const db = store.db;
    const start = () => applyConfiguration(db, defaultStatusFile("redis://localhost"), NOW, { isDefault: true });
    const monitor = (await start()).get("redis") as string;
    await changeComponent(db, ADA, "redis", { name: "Tasks" }, NOW);
    await attachMonitor(db, ADA, { component: "redis", monitor, role: "queue" }, NOW);
    await start();
    expect(await listComponents(db)).toMatchObject([{ slug: "redis", name: "Tasks", origin: "console" }]);
    const id = (await listComponents(db))[0]?.id ?? "";
    expect(await findMonitor(db, monitor)).toMatchObject({ componentIds: [id], roles: { [id]: "queue" } });
    await removeComponent(db, ADA, "redis", NOW);
    await start();
    expect(await listComponents(db)).toEqual([]);
  });

  it("are changed by maintainers alone", async () => {
    await using store = await open();
    const db = store.db;
    await watching(db);
    const [given, need] = [{ component: "app" }, { component: "app", needs: "store" }];
    for (const attempt of [
      chooseRule(db, VERA, { ...given, rule: { kind: "all" } }, NOW),
      hideComponent(db, VERA, { ...given, hidden: true }, NOW),
      addNeed(db, VERA, { ...need, strength: "hard" }, NOW),
      removeNeed(db, VERA, need, NOW),
      attachMonitor(db, VERA, { ...given, monitor: "one", role: null }, NOW),
      detachMonitor(db, VERA, { ...given, monitor: "one" }, NOW),
      placeComponent(db, VERA, { ...given, group: null, before: null }, NOW),
      stepComponent(db, VERA, { ...given, by: 1 }, NOW),
      restoreComponent(db, VERA, "app", NOW),
      removeGroup(db, VERA, "none", NOW),
    ])
      await expect(attempt).rejects.toMatchObject({ code: "forbidden" });
  });
});
