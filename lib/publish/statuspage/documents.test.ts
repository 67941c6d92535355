import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { SYSTEM } from "#lib/domain/actor.ts";
import { DAY, HOUR, MINUTE } from "#lib/domain/instant.ts";
import { NOW, PUBLIC_URL, type Story, tellStory } from "#lib/publish/test-page.ts";
import type { Told } from "#lib/publish/told.ts";
import { changeMaintenance } from "#lib/services/change-maintenance.ts";
import { editUpdate } from "#lib/services/edit-update.ts";
import { listedPages } from "#lib/services/listed-pages.ts";
import { readPublication } from "#lib/services/read-publication.ts";
import type { Database } from "#lib/store/database.ts";
import { updatesOf } from "#lib/store/incident-updates.ts";
import { statuspage } from "./documents.ts";

type Json = null | string | number | boolean | Json[] | { [key: string]: Json };
type Fields = { [key: string]: Json };

const recorded = (name: string): Json => JSON.parse(readFileSync(`e2e/recorded/${name}`, "utf8"));
const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));

async function told(db: Database, at = NOW): Promise<Told & Story> {
  const story = await tellStory(db);
  return { publication: await readPublication(db, at), publicUrl: PUBLIC_URL, ...story };
}

/** What each field may hold, by its path, from every place it occurs: `incident.updates[].body` → string. */
function kinds(value: Json, path = "", found = new Map<string, Set<string>>()): Map<string, Set<string>> {
  const kind = Array.isArray(value) ? "list" : value === null ? "null" : typeof value;
  found.set(path, (found.get(path) ?? new Set()).add(kind));
  if (Array.isArray(value)) for (const item of value) kinds(item, `${path}[]`, found);
  else if (value !== null && typeof value === "object")
    for (const [key, inner] of Object.entries(value)) kinds(inner, `${path}.${key}`, found);
  return found;
}

/** The keys of every object, in their order, by path. A group's `components` hold ids. */
function keyOrders(value: Json, path = "", found = new Map<string, Set<string>>()): Map<string, Set<string>> {
  if (Array.isArray(value)) for (const item of value) keyOrders(item, `${path}[]`, found);
  else if (value !== null && typeof value === "object") {
    found.set(path, (found.get(path) ?? new Set()).add(Object.keys(value).join(" ")));
    for (const [key, inner] of Object.entries(value)) keyOrders(inner, `${path}.${key}`, found);
  }
  return found;
}

const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

onEachStore("The Statuspage documents", (open) => {
  it("have the keys of the recorded incidents, in their order, and nothing where those never have nothing", async () => {
    await using store = await open();
    const asked = await told(store.db);
    const ours = asJson(statuspage.incident(asked, asked.resolvedId));
    const theirs = recorded("githubstatus-incidents.json") as Json[];
    const newest = theirs.filter((one) => "reminder_intervals" in ((one as Fields).incident as Fields));
    const orders = keyOrders(newest as Json, "");
    for (const [path, order] of keyOrders(ours)) {
      expect([path, [...(orders.get(`[]${path}`) ?? [])]]).toEqual([path, [...order]]);
    }
    const allowed = kinds(theirs as Json);
    for (const [path, found] of kinds(ours)) {
      const known = allowed.get(`[]${path}`) ?? new Set();
      // Where only `null` was recorded, nothing is known of the rest.
      const strange = [...found].filter((kind) => !known.has(kind) && !(known.size === 1 && known.has("null")));
      expect([path, strange]).toEqual([path, []]);
    }
  });

  it("have the keys of the recorded summary, in their order, with a group, its members and planned work", async () => {
    await using store = await open();
    const ours = asJson(statuspage.summary(await told(store.db)));
    const theirs = keyOrders(recorded("cloudflarestatus-summary.json"));
    const mine = keyOrders(ours);
    for (const [path, orders] of theirs)
      expect([path, [...(mine.get(path) ?? [])].sort()]).toEqual([path, [...orders].sort()]);
    expect(Object.keys(ours as Fields)).toEqual([
      "page",
      "components",
      "incidents",
      "scheduled_maintenances",
      "status",
    ]);
  });

  it("write every time with three fraction digits in UTC", async () => {
    await using store = await open();
    const asked = await told(store.db);
    const texts = Object.values(statuspage).map((make) => JSON.stringify(make(asked, asked.openId)));
    const stamps = texts.flatMap((text) => [...text.matchAll(/"(?:\w+_at|scheduled_\w+)":"([^"]+)"/g)]);
    expect(stamps.length).toBeGreaterThan(100);
    for (const [, stamp] of stamps) expect(stamp).toMatch(STAMP);
  });

  it("tell the page's state by the worst of its components", async () => {
    await using store = await open();
    const asked = await told(store.db);
    expect(statuspage.status(asked).status).toEqual({ indicator: "major", description: "Partial System Outage" });
    expect(statuspage.components(asked).components.map((one) => [one.name, one.status, one.position])).toEqual([
      ["Dashboard", "operational", 1],
      ["Redis tier", "major_outage", 2],
      ["Job queue", "major_outage", 1],
      ["Sessions", "under_maintenance", 2],
    ]);
  });

  it("list groups before their members, and every group_id names a listed group", async () => {
    await using store = await open();
    const { components } = statuspage.components(await told(store.db));
    const group = components.find((one) => one.group);
    const members = components.filter((one) => one.group_id === group?.id);
    expect(group?.components).toEqual(members.map((one) => one.id));
    expect(components.every((one) => one.group_id === null || one.group_id === group?.id)).toBe(true);
  });

  it("tell an incident newest update first, in plain words, with the group in the name of what it affects", async () => {
    await using store = await open();
    const asked = await told(store.db);
    const [incident] = statuspage.incidents(asked).incidents;
    expect(incident).toMatchObject({ id: asked.openId, status: "identified", impact: "critical", resolved_at: null });
    expect(incident?.incident_updates.map((one) => one.body)).toEqual([
      "Still on it.",
      "Redis is full. SET fails; a < b.\n\n&lt;script>x&lt;/script>",
      "We are looking into it.",
    ]);
    expect(incident?.incident_updates.map((one) => one.affected_components)).toMatchObject([
      null,
      [{ name: "Redis tier - Job queue", old_status: "partial_outage", new_status: "major_outage" }],
      [{ name: "Redis tier - Job queue", old_status: "operational", new_status: "partial_outage" }],
    ]);
    expect(incident?.components.map((one) => one.status)).toEqual(["major_outage"]);
    const newest = incident?.incident_updates[0];
    expect((incident?.updated_at ?? "") >= (newest?.updated_at ?? "")).toBe(true);
  });

  it("tell a resolved incident's times, and leave it out of what is unresolved", async () => {
    await using store = await open();
    const asked = await told(store.db);
    const found = statuspage.incident(asked, asked.resolvedId)?.incident;
    expect(found).toMatchObject({ status: "resolved", monitoring_at: "2026-11-20T14:28:12.345Z", impact: "minor" });
    expect(found?.resolved_at).toBe(found?.incident_updates[0]?.display_at);
    expect(statuspage.unresolvedIncidents(asked).incidents.map((one) => one.id)).toEqual([asked.openId]);
    expect(statuspage.summary(asked).incidents).toEqual(statuspage.unresolvedIncidents(asked).incidents);
    expect(statuspage.incidents(asked).incidents.map((one) => one.id)).toEqual([asked.openId, asked.resolvedId]);
  });

  it("keep incidents and planned work apart", async () => {
    await using store = await open();
    const asked = await told(store.db);
    expect(statuspage.incident(asked, asked.plannedId)).toBeNull();
    expect(statuspage.maintenance(asked, asked.openId)).toBeNull();
    expect(statuspage.activeMaintenances(asked).scheduled_maintenances.map((one) => one.id)).toEqual([asked.runningId]);
    expect(statuspage.upcomingMaintenances(asked).scheduled_maintenances.map((one) => one.id)).toEqual([
      asked.plannedId,
    ]);
    expect(statuspage.maintenances(asked).scheduled_maintenances.map((one) => one.status)).toEqual([
      "completed",
      "in_progress",
      "scheduled",
    ]);
  });

  it("tell planned work from the clock alone, step by step, each step with an id that stays", async () => {
    await using store = await open();
    const { plannedId } = await told(store.db);
    const at = async (now: number) => {
      const asked = { publication: await readPublication(store.db, now), publicUrl: PUBLIC_URL };
      return statuspage.maintenance(asked, plannedId)?.scheduled_maintenance;
    };
    const before = await at(NOW);
    expect(before).toMatchObject({
      status: "scheduled",
      resolved_at: null,
      impact: "maintenance",
      monitoring_at: null,
    });
    const starts = Date.parse(before?.scheduled_for ?? "");
    const during = await at(starts + MINUTE);
    expect(during?.incident_updates.map((one) => [one.status, one.display_at])).toEqual([
      ["in_progress", before?.scheduled_for],
      ["scheduled", before?.created_at],
    ]);
    expect(during?.incident_updates[1]).toEqual(before?.incident_updates[0]);
    expect(during?.components[0]?.status).toBe("under_maintenance");
    expect((await at(starts + HOUR))?.status).toBe("verifying");
  });

  it("tell that planned work was moved, and to when", async () => {
    await using store = await open();
    const { plannedId } = await told(store.db);
    const [startsAt, endsAt] = [NOW + 10 * DAY, NOW + 10 * DAY + HOUR];
    await changeMaintenance(store.db, SYSTEM, { id: plannedId, startsAt, endsAt }, NOW + MINUTE);
    const asked = { publication: await readPublication(store.db, NOW + HOUR), publicUrl: PUBLIC_URL };
    const window = statuspage.maintenance(asked, plannedId)?.scheduled_maintenance;
    expect(window?.scheduled_for).toBe(new Date(startsAt).toISOString());
    expect(window?.incident_updates.map((one) => [one.status, one.affected_components?.length ?? null])).toEqual([
      ["scheduled", null],
      ["scheduled", 1],
    ]);
    expect(window?.incident_updates[0]).toMatchObject({
      body: "The planned work now takes place 3 Dec 2026, 14:08–15:08 UTC.",
      created_at: new Date(NOW + MINUTE).toISOString(),
    });
  });

  it("say when an update's words were changed, and show the new ones", async () => {
    await using store = await open();
    const { openId } = await told(store.db);
    const [, second] = (await updatesOf(store.db, [openId])).map((update) => update.id);
    await editUpdate(store.db, SYSTEM, { incidentId: openId, updateId: second as string, body: "Clearer." }, NOW);
    const asked = { publication: await readPublication(store.db, NOW + 1), publicUrl: PUBLIC_URL };
    const found = statuspage.incident(asked, openId)?.incident;
    const edited = found?.incident_updates.find((update) => update.id === second);
    expect(edited).toMatchObject({ body: "Clearer.", updated_at: new Date(NOW).toISOString() });
    expect(edited?.created_at).toBe(new Date(NOW - 9 * MINUTE).toISOString());
    expect(found?.updated_at).toBe(new Date(NOW).toISOString());
    const listed = await listedPages(store.db, NOW + 1);
    expect(listed.find(({ path }) => path === `/incidents/${openId}`)?.changedAt).toBe(NOW);
  });

  it("end with the postmortem once it is public", async () => {
    await using store = await open();
    const { resolvedId } = await told(store.db);
    const row = { incident_id: resolvedId, body: "A **disk** was full.", author: "Ada", version: 1 };
    const times = { published_at: NOW - HOUR, created_at: NOW - HOUR, updated_at: NOW - HOUR };
    await store.db
      .insertInto("postmortem")
      .values({ ...row, ...times })
      .execute();
    const asked = { publication: await readPublication(store.db, NOW), publicUrl: PUBLIC_URL };
    const found = statuspage.incident(asked, resolvedId)?.incident;
    expect([found?.status, found?.incident_updates.map((one) => one.status)]).toEqual([
      "postmortem",
      ["postmortem", "resolved", "monitoring", "investigating"],
    ]);
    expect(found?.incident_updates[0]?.body).toBe("A disk was full.");
    expect(found?.updated_at).toBe(new Date(NOW - HOUR).toISOString());
    const early = { publication: await readPublication(store.db, NOW - 2 * HOUR), publicUrl: PUBLIC_URL };
    expect(statuspage.incident(early, resolvedId)?.incident.status).toBe("resolved");
  });

  it("change their page.updated_at with content, and not by being read", async () => {
    await using store = await open();
    const asked = await told(store.db);
    const later = { publication: await readPublication(store.db, NOW + 10 * MINUTE), publicUrl: PUBLIC_URL };
    expect(statuspage.status(later)).toEqual(statuspage.status(asked));
    expect(statuspage.status(asked).page).toMatchObject({
      url: PUBLIC_URL,
      time_zone: "Etc/UTC",
      name: "Brindle Tasks",
    });
  });
});
