import { brotliDecompressSync } from "node:zlib";
import { Statuspage } from "statuspage.js";
import { describe, expect, it, onTestFinished } from "vitest";
import { startDocuments } from "#app/test-documents.ts";
import { onEachStore, openSqlite, type TestStore } from "#e2e/stores.ts";
import { get, until } from "#lib/front/test-front.ts";
import { tellStory } from "#lib/publish/test-page.ts";

const ADDRESSES = [
  "/api/v2/summary.json",
  "/api/v2/status.json",
  "/api/v2/components.json",
  "/api/v2/incidents.json",
  "/api/v2/incidents/unresolved.json",
  "/api/v2/scheduled-maintenances.json",
  "/api/v2/scheduled-maintenances/upcoming.json",
  "/api/v2/scheduled-maintenances/active.json",
];

async function withStory(open: () => Promise<TestStore>) {
  const front = await startDocuments(onTestFinished, open);
  return { ...front, story: await tellStory(front.db, Date.now()) };
}

onEachStore("The Statuspage API", (open) => {
  it("answers npm's statuspage.js on each of its calls, with dates where dates are", async () => {
    const { url } = await withStory(open);
    const client = new Statuspage("x");
    Reflect.get(client, "axios").defaults.baseURL = `${url}/api/v2`;
    const summary = await client.summary();
    expect(summary.status).toEqual({ indicator: "major", description: "Partial System Outage" });
    expect(summary.incidents?.[0]?.incident_updates[0]?.created_at).toBeInstanceOf(Date);
    expect((await client.status()).page.name).toBe("Brindle Tasks");
    expect((await client.components()).components).toHaveLength(4);
    expect((await client.allIncidents()).incidents).toHaveLength(2);
    expect((await client.unresolvedIncidents()).incidents).toHaveLength(1);
    expect((await client.allScheduledMaintenances()).scheduled_maintenances).toHaveLength(3);
    expect((await client.activeScheduledMaintenances()).scheduled_maintenances).toHaveLength(1);
    expect((await client.upcomingScheduledMaintenances()).scheduled_maintenances).toHaveLength(1);
  });
});

describe("The Statuspage API through the front", () => {
  it.each(ADDRESSES)("%s is read by scripts of any page, from memory, whole or not modified", async (address) => {
    const { url, web } = await withStory(openSqlite);
    const first = await get(`${url}${address}`);
    expect(first.status).toBe(200);
    expect(first.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "access-control-allow-origin": "*",
      "cache-control": expect.stringMatching(/^public, max-age=\d+, s-maxage=\d+.*stale-if-error=\d+$/),
      vary: "Accept-Encoding",
      etag: expect.stringMatching(/^W\/".+"$/),
      "x-content-type-options": "nosniff",
    });
    expect(first.headers["set-cookie"]).toBeUndefined();
    const again = await get(`${url}${address}`, { "if-none-match": String(first.headers.etag) });
    expect([again.status, again.text]).toEqual([304, ""]);
    const head = await get(`${url}${address}`, { accept: "text/html" }, "HEAD");
    expect([head.status, head.text, head.headers.etag]).toEqual([200, "", first.headers.etag]);
    const small = await get(`${url}/${address}?_=123&page=2`, { "accept-encoding": "br" });
    expect(brotliDecompressSync(small.bytes).toString()).toBe(first.text);
    expect(web.asked().filter((one) => one.startsWith(address))).toEqual([address]);
  });

  it("answers each incident and window by its id as the lists have it, and 404 in JSON for every other", async () => {
    const { url, story } = await withStory(openSqlite);
    const json = async (address: string) => JSON.parse((await get(`${url}${address}`)).text);
    const { incidents } = await json("/api/v2/incidents.json");
    for (const incident of incidents) {
      expect((await json(`/api/v2/incidents/${incident.id}.json`)).incident).toEqual(incident);
    }
    const { scheduled_maintenances: windows } = await json("/api/v2/scheduled-maintenances.json");
    for (const window of windows) {
      const one = await json(`/api/v2/scheduled-maintenances/${window.id}.json`);
      expect(one.scheduled_maintenance).toEqual(window);
    }
    for (const address of [
      `/api/v2/incidents/${story.plannedId}.json`,
      `/api/v2/scheduled-maintenances/${story.openId}.json`,
      "/api/v2/incidents/000000000000.json",
    ]) {
      const missing = await get(`${url}${address}`);
      expect([missing.status, missing.headers["content-type"]]).toEqual([404, "application/json; charset=utf-8"]);
      expect([missing.text, missing.headers["access-control-allow-origin"]]).toEqual(['{"error":"Not found"}', "*"]);
    }
  });

  it("goes on from memory while the renderer is gone", async () => {
    const { url, web } = await withStory(openSqlite);
    const before = await get(`${url}/api/v2/summary.json`);
    await web.fall();
    await until("it answers without the renderer", async () => {
      const now = await get(`${url}/api/v2/summary.json`);
      return now.status === 200 && now.text === before.text;
    });
  });
});
