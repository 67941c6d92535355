import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { parseStatusFile } from "#lib/config/status-file.ts";
import type { Actor } from "#lib/domain/actor.ts";
import { DAY, HOUR, type Instant, MINUTE } from "#lib/domain/instant.ts";
import { addSample, emptyRollUp } from "#lib/domain/samples.ts";
import { uptimeCsv, uptimeJson } from "#lib/publish/uptime.ts";
import type { Database } from "#lib/store/database.ts";
import { samplesSince } from "#lib/store/samples.ts";
import { applyConfiguration } from "./apply-configuration.ts";
import { changeMaintenance } from "./change-maintenance.ts";
import { correctHistory, withdrawHistoryCorrection } from "./correct-history.ts";
import { editUpdate } from "./edit-update.ts";
import { keepSamples, sweepSamples } from "./keep-samples.ts";
import { openIncident } from "./open-incident.ts";
import { postUpdate } from "./post-update.ts";
import { readPublicComponent } from "./read-component.ts";
import { readPublicHistory } from "./read-history.ts";
import { readPublicIncident } from "./read-incident.ts";
import { readPublicMaintenance } from "./read-maintenance.ts";
import { readPublicUptime } from "./read-uptime.ts";
import { scheduleMaintenance } from "./schedule-maintenance.ts";
import { writePostmortem } from "./write-postmortem.ts";

const NOW = Date.UTC(2026, 10, 23, 14, 0, 0);
const ADA: Actor = { kind: "operator", id: "op1", name: "Ada", role: "maintainer" };

/** A page in Berlin with two components of one group and a third by itself, watched since 1 August. */
async function page(db: Database): Promise<Map<string, string>> {
  const text = `page: { name: Brindle, time_zone: Europe/Berlin }
components: [{ slug: mail, name: =Mail, group: Basics }, { slug: login, name: Login, group: Basics }, { slug: jobs, name: Jobs }]
monitors: [{ key: redis, type: redis, url: "redis://localhost", components: [jobs] }]`;
  return applyConfiguration(db, parseStatusFile(text, "status.yaml", {}), Date.UTC(2026, 7, 1, 12));
}

/** An incident that was resolved. @returns its id and its updates' ids. */
async function past(db: Database, slug: string, at: Instant, ms: number, title = "Mail is late") {
  const story = { title, body: "We look.", status: "investigating", impact: null, notify: false } as const;
  const components = { [slug]: "major_outage" as const };
  const { incidentId, updateId } = await openIncident(db, ADA, { ...story, components, expectedAt: at + ms / 2 }, at);
  const end = { incidentId, status: "resolved", body: "Well again.", components: {}, notify: false } as const;
  await postUpdate(db, ADA, end, at + ms);
  return { incidentId, updateId };
}

onEachStore("the past", (open) => {
  it("is told by the months of the page's zone, of all or of one component, of one kind or of all", async () => {
    await using store = await open();
    const { db } = store;
    await page(db);
    // 31 October, 23:30 UTC is 1 November in Berlin.
    await past(db, "mail", Date.UTC(2026, 9, 31, 23, 30), HOUR);
    await past(db, "login", Date.UTC(2026, 9, 10), HOUR, "Login fails");
    const work = { title: "Move", body: "We move.", startsAt: NOW + 40 * DAY, endsAt: NOW + 41 * DAY };
    await scheduleMaintenance(db, ADA, { ...work, components: ["jobs"], notify: false }, NOW);
    const titles = async (month: string | null, component: string | null = null, kind: "all" | "incidents" = "all") =>
      (await readPublicHistory(db, { month, component, kind }, NOW))?.entries.map((one) => one.title);
    expect(await titles(null)).toEqual(["Mail is late"]);
    expect(await titles("2026-10")).toEqual(["Login fails"]);
    expect(await titles("2026-10", "mail")).toEqual([]);
    expect(await titles("2026-12")).toEqual([]);
    expect(await titles("2026-11", "mail", "incidents")).toEqual(["Mail is late"]);
    const now = await readPublicHistory(db, { month: null, component: null, kind: "all" }, NOW);
    expect(now).toMatchObject({ month: "2026-11", previous: "2026-10", next: "2026-12" });
    for (const month of ["2026-07", "2027-01"]) expect(await titles(month)).toBeUndefined();
    expect(await titles(null, "nobody")).toBeUndefined();
  });

  it("is figures by month for each component and group, as a table for people and for programs", async () => {
    await using store = await open();
    const { db } = store;
    await page(db);
    await past(db, "mail", NOW - 2 * DAY, 72 * MINUTE);
    const read = await readPublicUptime(db, NOW);
    expect(read.months.map((one) => one.month)).toHaveLength(12);
    const basics = read.groups.find((group) => group.name === "Basics");
    const mail = basics?.components.find((one) => one.slug === "mail");
    // 22 days and 15 hours of November had passed in Berlin: 32,580 minutes, of which 72 were down.
    expect(mail?.months.at(-1)).toMatchObject({ uptime: "99.77", downtimeMs: 72 * MINUTE, degradedMs: 0 });
    expect(mail?.months[0]).toMatchObject({ uptime: null, wasWatched: false });
    expect([basics?.months.at(-1), basics?.months[0]]).toEqual(["99.88", null]);
    const lines = uptimeCsv(read).trim().split("\n");
    expect(lines).toHaveLength(1 + 3 * 12);
    expect(lines.find((line) => line.startsWith("mail,'=Mail,Basics,2026-11,99.77"))).toMatch(/,4320,4320,0,0,0,0$/);
    expect(uptimeJson(read)).toMatchObject({ weights: "statuspage", page: { time_zone: "Europe/Berlin" } });
  });

  it("of one component has a card for each day, spans, and what happened on it", async () => {
    await using store = await open();
    const { db } = store;
    await page(db);
    await past(db, "mail", NOW - 2 * DAY, 30 * MINUTE);
    const read = await readPublicComponent(db, "mail", NOW);
    expect(read?.days).toHaveLength(90);
    expect(read?.days.at(-3)).toMatchObject({
      day: "2026-11-21",
      class: "moderate",
      cell: { downtimeMs: 30 * MINUTE },
    });
    expect(read?.spans.map((one) => [one.days, one.cell.downtimeMs])).toEqual(
      [7, 30, 90, 365].map((days) => [days, 30 * MINUTE]),
    );
    expect(read?.entries.map((one) => one.title)).toEqual(["Mail is late"]);
    expect(await readPublicComponent(db, "nobody", NOW)).toBeNull();
  });

  it("is corrected in sight of all: the record stays, the figures follow, and a correction can be withdrawn", async () => {
    await using store = await open();
    const { db } = store;
    await page(db);
    const at = NOW - 2 * DAY;
    await past(db, "mail", at, HOUR);
    const before = await db.selectFrom("interval").selectAll().execute();
    const correction = { component: "mail", status: "operational", reason: "Wrong server" } as const;
    const id = await correctHistory(db, ADA, { ...correction, startedAt: at, endedAt: at + 30 * MINUTE }, NOW);
    const down = async () => (await readPublicComponent(db, "mail", NOW))?.spans[0]?.cell.downtimeMs;
    expect(await down()).toBe(30 * MINUTE);
    expect((await readPublicComponent(db, "mail", NOW))?.corrections).toMatchObject([{ reason: "Wrong server" }]);
    await withdrawHistoryCorrection(db, ADA, { id, component: "mail" }, NOW);
    expect(await down()).toBe(HOUR);
    expect((await readPublicComponent(db, "mail", NOW))?.corrections).toMatchObject([{ withdrawnAt: NOW }]);
    expect(await db.selectFrom("interval").selectAll().execute()).toEqual(before);
    const ahead = { ...correction, startedAt: NOW, endedAt: NOW + 1 };
    await expect(correctHistory(db, ADA, ahead, NOW)).rejects.toThrow("of the past");
  });

  it("shows what an update said before, every promise, what it taught, and what it is related to", async () => {
    await using store = await open();
    const { db } = store;
    await page(db);
    const first = await past(db, "mail", NOW - 9 * DAY, HOUR, "Mail was lost");
    const { incidentId, updateId } = await past(db, "mail", NOW - 2 * DAY, HOUR);
    await editUpdate(db, ADA, { incidentId, updateId, body: "We look into the disk." }, NOW);
    await editUpdate(db, ADA, { incidentId, updateId, body: "We look into the disk." }, NOW + 1);
    await writePostmortem(db, ADA, { incidentId, body: "The disk was full." }, NOW);
    const read = () => readPublicIncident(db, incidentId, NOW);
    expect((await read())?.past).toMatchObject({
      edits: { [updateId]: [{ body: "We look.", at: NOW }] },
      postmortem: null,
      related: [{ id: first.incidentId }],
    });
    expect((await read())?.incident.updates.at(-1)).toMatchObject({ body: "We look into the disk.", editedAt: NOW });
    await writePostmortem(db, ADA, { incidentId, version: 1, published: true }, NOW);
    expect((await read())?.past.postmortem).toMatchObject({ body: "The disk was full.", publishedAt: NOW });
    await expect(writePostmortem(db, ADA, { incidentId, version: 1, body: "Mine" }, NOW)).rejects.toThrow(
      "Someone else",
    );
    await expect(editUpdate(db, ADA, { incidentId: first.incidentId, updateId, body: "x" }, NOW)).rejects.toThrow(
      "no such",
    );
  });

  it("of planned work is every step and every move, whether or not anything of ours ran", async () => {
    await using store = await open();
    const { db } = store;
    await page(db);
    const plan = {
      title: "Move",
      body: "We move.",
      startsAt: NOW + HOUR,
      endsAt: NOW + 2 * HOUR,
      components: ["jobs"],
    };
    const recurrence = { rule: "FREQ=WEEKLY", timeZone: "Europe/Berlin" };
    const id = await scheduleMaintenance(db, ADA, { ...plan, recurrence, notify: false }, NOW);
    await changeMaintenance(db, ADA, { id, endsAt: NOW + 3 * HOUR, notify: false }, NOW + 90 * MINUTE);
    const read = await readPublicMaintenance(db, id, NOW + 4 * HOUR);
    expect(read?.past.steps.map((one) => (one.kind === "status" ? one.status : one.kind))).toEqual([
      "verifying",
      "moved",
      "in_progress",
      "scheduled",
    ]);
    expect(read?.past.recurrence).toEqual({ words: "every week on Monday", timeZone: "Europe/Berlin" });
    expect(read?.past.coming.map((one) => one.startsAt)).toEqual([7, 14, 21].map((days) => NOW + HOUR + days * DAY));
    expect(read?.past.touched).toEqual([{ name: "Jobs", slug: "jobs", status: "under_maintenance" }]);
  });

  it("is measurements added up by minute, hour and day of the page's zone, and minutes fade", async () => {
    await using store = await open();
    const { db } = store;
    const monitorId = (await page(db)).get("redis") as string;
    const rollUp = emptyRollUp();
    for (const ms of [1, 2, 3, 100]) addSample(rollUp, ms);
    const times = [NOW - 3 * DAY, NOW - 10 * MINUTE, NOW - 10 * MINUTE + 30_000];
    await keepSamples(
      db,
      times.map((at) => ({ monitorId, metric: "latency" as const, at, rollUp })),
    );
    const kept = async (step: "minute" | "hour" | "day") =>
      (await samplesSince(db, { monitorIds: [monitorId], metric: "latency", step }, 0)).map((one) => [
        one.at,
        one.rollUp.count,
      ]);
    expect(await kept("minute")).toEqual([
      [NOW - 3 * DAY, 4],
      [NOW - 10 * MINUTE, 8],
    ]);
    expect((await kept("day")).at(-1)).toEqual([Date.UTC(2026, 10, 22, 23), 8]);
    await sweepSamples(db, NOW);
    expect(await kept("minute")).toHaveLength(1);
    expect(await kept("hour")).toHaveLength(2);
    const charts = (await readPublicComponent(db, "jobs", NOW))?.charts;
    expect(charts?.map((one) => [one.metric, one.span])).toEqual([["latency", "quarter"]]);
    const drawn = charts?.[0]?.points.filter((point) => point.typical !== null);
    expect(drawn).toHaveLength(2);
    expect(drawn?.[1]?.typical).toBeCloseTo(2, 0);
    expect(drawn?.[1]?.slow).toBeGreaterThan(90);
  });
});
