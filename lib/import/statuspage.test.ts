import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { onEachStore } from "#e2e/stores.ts";
import { SYSTEM } from "#lib/domain/actor.ts";
import type { PublishedIncident } from "#lib/domain/publication.ts";
import { statuspage } from "#lib/publish/statuspage/documents.ts";
import { NOW, PUBLIC_URL, tellStory } from "#lib/publish/test-page.ts";
import { importPage } from "#lib/services/import-page.ts";
import { readPublication } from "#lib/services/read-publication.ts";
import type { Database } from "#lib/store/database.ts";
import { type ReadDocument, readStatuspage } from "./statuspage.ts";

const quiet = () => undefined;
const HOW = { rehearse: false, secret: "s".repeat(40), env: {} };
const QUOTA = { publicUrl: PUBLIC_URL };

/** The documents of one of our own pages, as its readers' programs get them. */
async function documentsOf(db: Database): Promise<ReadDocument> {
  const told = { publication: await readPublication(db, NOW), ...QUOTA };
  const documents: Record<string, unknown> = {
    "/api/v2/components.json": statuspage.components(told),
    "/api/v2/incidents.json": statuspage.incidents(told),
    "/api/v2/scheduled-maintenances.json": statuspage.maintenances(told),
  };
  return async (path) => {
    const found = documents[path];
    return found === undefined ? null : JSON.parse(JSON.stringify(found));
  };
}

const essence = (incident: PublishedIncident) => ({
  id: incident.id,
  title: incident.title,
  status: incident.status,
  impact: incident.impact,
  times: [incident.createdAt, incident.startedAt, incident.resolvedAt, incident.monitoringAt],
  updates: incident.updates.map((one) => [one.id, one.status, one.postedAt, one.impacts.length]),
});

onEachStore("an import", (open) => {
  it("takes over another page whole, under its own ids, and adds nothing the second time", async () => {
    await using theirs = await open();
    await using ours = await open();
    await tellStory(theirs.db);
    const read = await documentsOf(theirs.db);
    const page = await readStatuspage(read, quiet);
    const { counts: rehearsed } = await importPage(ours.db, SYSTEM, page, { ...HOW, rehearse: true }, NOW);
    expect((await readPublication(ours.db, NOW)).incidents).toEqual([]);
    const { counts } = await importPage(ours.db, SYSTEM, page, HOW, NOW);
    expect(counts).toEqual(rehearsed);
    expect(counts).toMatchObject({
      components: { added: 3, known: 0 },
      incidents: { added: 2, known: 0 },
      maintenances: { added: 3, known: 0 },
    });
    const [before, after] = [await readPublication(theirs.db, NOW), await readPublication(ours.db, NOW)];
    expect(after.incidents.map(essence)).toEqual(before.incidents.map(essence));
    expect(after.components.map((one) => [one.id, one.name])).toEqual(
      before.components.map((one) => [one.id, one.name]),
    );
    expect(await ours.db.selectFrom("fanout").selectAll().execute()).toEqual([]);
    expect((await importPage(ours.db, SYSTEM, page, HOW, NOW)).counts).toMatchObject({
      components: { added: 0, known: 3 },
      incidents: { added: 0, known: 2 },
      maintenances: { added: 0, known: 3 },
    });
    expect((await readPublication(ours.db, NOW)).incidents).toHaveLength(2);
  });

  it("finds components that are here by name, and refuses who is no admin", async () => {
    await using theirs = await open();
    await using ours = await open();
    await tellStory(theirs.db);
    await tellStory(ours.db);
    const page = await readStatuspage(await documentsOf(theirs.db), quiet);
    const { counts } = await importPage(ours.db, SYSTEM, page, HOW, NOW);
    expect(counts.components).toEqual({ added: 0, known: 3 });
    expect(counts.incidents).toEqual({ added: 2, known: 0 });
    const publisher = { ...SYSTEM, role: "publisher" } as const;
    await expect(importPage(ours.db, publisher, page, HOW, NOW)).rejects.toMatchObject({ code: "forbidden" });
  });
});

it("reads sixty recorded incidents of a real page: every text, time and stage", async () => {
  const recorded = JSON.parse(readFileSync("e2e/recorded/githubstatus-incidents.json", "utf8")) as {
    incident: { id: string; name: string; incident_updates: unknown[]; resolved_at: string };
  }[];
  const months = [{ incidents: recorded.map(({ incident }) => ({ code: incident.id, impact: "minor" })) }];
  const read: ReadDocument = async (path) => {
    if (path === "/api/v2/components.json") return { components: [] };
    if (path === "/api/v2/incidents.json") return { incidents: [] };
    if (path === "/api/v2/scheduled-maintenances.json") return { scheduled_maintenances: [] };
    if (path === "/history.json?page=1") return { months };
    return recorded.find(({ incident }) => path === `/api/v2/incidents/${incident.id}.json`) ?? null;
  };
  const page = await readStatuspage(read, quiet);
  expect(page.warnings).toEqual([]);
  expect(page.incidents).toHaveLength(recorded.length);
  for (const [i, { incident }] of recorded.entries()) {
    const found = page.incidents[i];
    expect(found).toMatchObject({
      id: incident.id,
      title: incident.name,
      resolvedAt: Date.parse(incident.resolved_at),
    });
    expect(found?.updates.length).toBe(incident.incident_updates.length);
  }
});

it("says what is wrong with an address that speaks something else", async () => {
  await expect(readStatuspage(async () => ({ hello: 1 }), quiet)).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringContaining("does not speak Statuspage"),
  });
});
