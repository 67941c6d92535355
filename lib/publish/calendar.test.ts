import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { openSqlite } from "#e2e/stores.ts";
import { SYSTEM } from "#lib/domain/actor.ts";
import { DAY, HOUR } from "#lib/domain/instant.ts";
import { changeMaintenance } from "#lib/services/change-maintenance.ts";
import { readPublication } from "#lib/services/read-publication.ts";
import type { Database } from "#lib/store/database.ts";
import { maintenanceCalendar } from "./calendar.ts";
import { NOW, PUBLIC_URL, tellStory } from "./test-page.ts";

async function calendar(db: Database, at = NOW, slug: string | null = null) {
  const publication = await readPublication(db, at);
  const component = publication.components.find((one) => one.slug === slug) ?? null;
  const text = maintenanceCalendar({ publication, publicUrl: PUBLIC_URL, component });
  const parsed = new ICAL.Component(ICAL.parse(text));
  const events = parsed.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
  return { text, parsed, events, of: (id: string) => events.find((one) => one.uid.includes(id)) };
}

describe("The calendar of planned work", () => {
  it("is read by ical.js, with every field in its place", async () => {
    await using store = await openSqlite();
    const { plannedId } = await tellStory(store.db);
    const { parsed, events, of } = await calendar(store.db);
    expect(parsed.getFirstPropertyValue("method")).toBe("PUBLISH");
    expect(parsed.getFirstPropertyValue("x-wr-calname")).toBe("Brindle Tasks Status: planned work");
    expect(events).toHaveLength(3);
    const event = of(plannedId);
    expect(event?.uid).toBe(`maintenance-${plannedId}@status.example.test`);
    expect(event?.summary).toBe("Failover drill, part 1; dry");
    expect(event?.description).toBe(`We switch over, twice.\n\nSessions\n\n${PUBLIC_URL}/maintenance/${plannedId}`);
    expect(event?.startDate.toJSDate().getTime()).toBe(Math.floor((NOW + 9 * DAY) / 1_000) * 1_000);
    expect(event?.endDate.subtractDate(event.startDate).toSeconds()).toBe(1_800);
    expect(event?.sequence).toBe(0);
    const field = (name: string) => event?.component.getFirstPropertyValue(name)?.toString();
    expect([field("status"), field("transp"), field("categories")]).toEqual([
      "CONFIRMED",
      "TRANSPARENT",
      "maintenance",
    ]);
  });

  it("counts every change of a plan, and keeps its name", async () => {
    await using store = await openSqlite();
    const { plannedId, cancelledId } = await tellStory(store.db);
    const before = (await calendar(store.db)).of(plannedId);
    const longer = { id: plannedId, endsAt: NOW + 9 * DAY + HOUR };
    await changeMaintenance(store.db, SYSTEM, longer, NOW);
    const after = await calendar(store.db);
    expect([after.of(plannedId)?.uid, after.of(plannedId)?.sequence]).toEqual([before?.uid, 1]);
    expect(after.of(plannedId)?.endDate.toJSDate().getTime()).toBe(Math.floor(longer.endsAt / 1_000) * 1_000);
    const cancelled = after.of(cancelledId);
    expect([cancelled?.sequence, cancelled?.component.getFirstPropertyValue("status")]).toEqual([1, "CANCELLED"]);
  });

  it("keeps lines short and ends them as the standard says, and lets go of what is long over", async () => {
    await using store = await openSqlite();
    await tellStory(store.db);
    const { text } = await calendar(store.db);
    expect(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect((await calendar(store.db, NOW + 91 * DAY)).events.map((event) => event.summary)).not.toContain(
      "Cancelled: New switch",
    );
  });

  it("speaks of one component alone when asked so", async () => {
    await using store = await openSqlite();
    await tellStory(store.db);
    expect((await calendar(store.db, NOW, "jobs")).events).toEqual([]);
    expect((await calendar(store.db, NOW, "sessions")).events).toHaveLength(3);
  });
});
