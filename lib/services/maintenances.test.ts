import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { parseStatusFile } from "#lib/config/status-file.ts";
import type { Actor } from "#lib/domain/actor.ts";
import { DAY, HOUR, MINUTE, SECOND } from "#lib/domain/instant.ts";
import type { Database } from "#lib/store/database.ts";
import { changesOf, findMaintenance } from "#lib/store/maintenances.ts";
import { applyConfiguration } from "./apply-configuration.ts";
import { changeMaintenance } from "./change-maintenance.ts";
import { changeSeries, endSeries } from "./change-series.ts";
import { planAhead } from "./plan-windows.ts";
import { readPublicPage } from "./read-page.ts";
import { recordChange } from "./record-change.ts";
import { scheduleMaintenance } from "./schedule-maintenance.ts";
import { tendMaintenances } from "./tend-maintenances.ts";

const NOW = Date.UTC(2026, 10, 23, 14, 0, 0);
const OPERATOR: Actor = { kind: "operator", id: "op1", name: "Ada", role: "publisher" };
const ADMIN: Actor = { ...OPERATOR, role: "admin" };

async function page(db: Database): Promise<string> {
  const text = `components: [{ slug: jobs, name: Jobs }, { slug: mail, name: Mail }]
monitors: [{ key: redis, type: redis, url: "redis://localhost", components: [jobs] }]`;
  const ids = await applyConfiguration(db, parseStatusFile(text, "status.yaml", {}), NOW - DAY);
  return ids.get("redis") as string;
}

const PLAN = { title: "Redis upgrade", body: "To 8.2.", startsAt: NOW + HOUR, endsAt: NOW + 2 * HOUR };

/** What a monitor says from `at` on. */
function sees(db: Database, monitorId: string, status: "operational" | "major_outage", at: number) {
  const cause = status === "operational" ? null : "conn.refused";
  const change = { status, cause, since: at, staleFrom: null };
  return recordChange(
    db,
    {
      monitorId,
      signal: { status, cause, since: at, pending: null, lastAt: at } as never,
      change: change as never,
      observation: { at, status, cause, confirmed: true, latencyMs: 1, facts: {} },
      words: () => ({ title: "t", body: "b" }) as never,
    },
    at,
  );
}

const stages = async (db: Database, id: string) => (await changesOf(db, id)).map((one) => one.stage);

onEachStore("planned work", (open) => {
  it("begins by the clock, is completed once its components were seen well after its end, and runs over until then", async () => {
    await using store = await open();
    const { db } = store;
    const monitor = await page(db);
    await sees(db, monitor, "operational", NOW);
    const id = await scheduleMaintenance(db, OPERATOR, { ...PLAN, components: ["jobs"] }, NOW);
    const shown = async (at: number) => (await readPublicPage(db, at)).maintenances.map((one) => one.status);
    expect(await shown(NOW)).toEqual(["scheduled"]);
    // Nothing of ours ran: the clock alone says so.
    expect(await shown(PLAN.startsAt)).toEqual(["in_progress"]);
    await tendMaintenances(db, PLAN.startsAt);
    await sees(db, monitor, "major_outage", PLAN.endsAt - MINUTE);
    await tendMaintenances(db, PLAN.endsAt);
    expect(await shown(PLAN.endsAt)).toEqual(["verifying"]);
    await sees(db, monitor, "operational", PLAN.endsAt + MINUTE);
    await tendMaintenances(db, PLAN.endsAt + MINUTE);
    await tendMaintenances(db, PLAN.endsAt + 2 * MINUTE);
    expect(await stages(db, id)).toEqual(["scheduled", "started", "overrunning", "completed"]);
    expect((await findMaintenance(db, id))?.completed_at).toBe(PLAN.endsAt + MINUTE);
  });

  it("is not completed on what was seen before its end", async () => {
    await using store = await open();
    const { db } = store;
    await sees(db, await page(db), "operational", PLAN.endsAt - SECOND);
    const id = await scheduleMaintenance(db, OPERATOR, { ...PLAN, components: ["jobs"] }, NOW);
    await tendMaintenances(db, PLAN.startsAt);
    await tendMaintenances(db, PLAN.endsAt);
    expect((await findMaintenance(db, id))?.completed_at).toBeNull();
  });

  it("says what each component is meanwhile", async () => {
    await using store = await open();
    const { db } = store;
    await page(db);
    const components = { jobs: "under_maintenance", mail: "degraded_performance" } as const;
    await scheduleMaintenance(db, OPERATOR, { ...PLAN, components }, NOW);
    const during = await readPublicPage(db, PLAN.startsAt);
    const statuses = during.groups.flatMap((group) => group.components.map((one) => [one.slug, one.status]));
    expect(Object.fromEntries(statuses)).toEqual({ jobs: "under_maintenance", mail: "degraded_performance" });
  });

  it("does not make an outage planned by extending work that runs, unless an admin says why", async () => {
    await using store = await open();
    const { db } = store;
    const monitor = await page(db);
    await sees(db, monitor, "operational", NOW);
    await sees(db, monitor, "major_outage", PLAN.startsAt);
    const id = await scheduleMaintenance(db, OPERATOR, { ...PLAN, components: ["jobs"] }, NOW);
    await changeMaintenance(db, OPERATOR, { id, endsAt: PLAN.endsAt + HOUR }, PLAN.endsAt - MINUTE);
    await sees(db, monitor, "major_outage", PLAN.endsAt + HOUR);
    const seen = async () => (await readPublicPage(db, PLAN.endsAt + HOUR)).groups[0]?.components[0]?.days.at(-1)?.text;
    expect(await seen()).toMatch(/1 hour down.*1 hour planned work/);
    const exemptReason = "The disk was slower than promised";
    await expect(changeMaintenance(db, OPERATOR, { id, exemptReason }, PLAN.endsAt)).rejects.toThrow();
    await changeMaintenance(db, ADMIN, { id, exemptReason }, PLAN.endsAt);
    expect(await seen()).toMatch(/2 hours|2 h/);
  });

  it("is moved, begun early, ended early and called off, each written down; over is over", async () => {
    await using store = await open();
    const { db } = store;
    await page(db);
    const id = await scheduleMaintenance(db, OPERATOR, { ...PLAN, components: ["mail"] }, NOW);
    await changeMaintenance(db, OPERATOR, { id, startsAt: NOW + 3 * HOUR, endsAt: NOW + 4 * HOUR }, NOW + SECOND);
    await changeMaintenance(db, OPERATOR, { id, status: "in_progress" }, NOW + MINUTE);
    await changeMaintenance(db, OPERATOR, { id, status: "verifying" }, NOW + 2 * MINUTE);
    await changeMaintenance(db, OPERATOR, { id, status: "completed" }, NOW + 3 * MINUTE);
    const changes = await changesOf(db, id);
    expect(changes.map((one) => [one.stage, one.was_starts_at, one.starts_at])).toEqual([
      ["scheduled", null, NOW + HOUR],
      ["changed", NOW + HOUR, NOW + 3 * HOUR],
      ["started", NOW + 3 * HOUR, NOW + MINUTE],
      ["changed", NOW + MINUTE, NOW + MINUTE],
      ["completed", null, NOW + MINUTE],
    ]);
    await expect(changeMaintenance(db, OPERATOR, { id, title: "New" }, NOW + HOUR)).rejects.toThrow("is over");
  });

  it("refuses a plan that was changed since it was read", async () => {
    await using store = await open();
    const { db } = store;
    await page(db);
    const id = await scheduleMaintenance(db, OPERATOR, { ...PLAN, components: [] }, NOW);
    await changeMaintenance(db, OPERATOR, { id, version: 1, title: "Mine" }, NOW);
    await expect(changeMaintenance(db, OPERATOR, { id, version: 1, title: "Yours" }, NOW)).rejects.toThrow(
      "Someone else",
    );
  });

  it("plans a series twelve ahead, keeps it so, rewords what is to come, and ends it", async () => {
    await using store = await open();
    const { db } = store;
    await page(db);
    const recurrence = { rule: "FREQ=WEEKLY", timeZone: "Europe/Berlin" };
    const first = await scheduleMaintenance(db, OPERATOR, { ...PLAN, components: ["mail"], recurrence }, NOW);
    const all = () => db.selectFrom("maintenance").selectAll().orderBy("starts_at").execute();
    expect(await all()).toHaveLength(12);
    const [one, second] = await all();
    const shown = (await readPublicPage(db, NOW)).maintenances;
    expect(
      shown.map((window) => window.id),
      "readers see the next one",
    ).toEqual([first]);
    expect(one?.id).toBe(first);
    await changeMaintenance(db, OPERATOR, { id: second?.id as string, status: "cancelled" }, NOW);
    await planAhead(db, NOW + 15 * DAY);
    expect(await all()).toHaveLength(15);
    const id = one?.series_id as string;
    await changeSeries(db, OPERATOR, { id, title: "Valkey upgrade", components: ["jobs"] }, NOW + 15 * DAY);
    await endSeries(db, OPERATOR, { id }, NOW + 15 * DAY);
    await planAhead(db, NOW + 60 * DAY);
    const after = await all();
    expect(after).toHaveLength(15);
    expect(after.map((row) => row.title).filter((title) => title === "Valkey upgrade")).toHaveLength(12);
    expect(after.filter((row) => row.cancelled_at === null)).toHaveLength(2);
    await expect(endSeries(db, OPERATOR, { id }, NOW + 15 * DAY)).rejects.toThrow("has ended");
  });
});
