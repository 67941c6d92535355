import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDocuments } from "#app/test-documents.ts";
import { openSqlite } from "#e2e/stores.ts";
import { get } from "#lib/front/test-front.ts";
import { type Story, tellStory } from "#lib/publish/test-page.ts";

const ends: (() => Promise<void>)[] = [];
let story: Story;
let front: Awaited<ReturnType<typeof startDocuments>>;

beforeAll(async () => {
  front = await startDocuments((end) => ends.unshift(end), openSqlite);
  story = await tellStory(front.db, Date.now());
});
afterAll(async () => {
  for (const end of ends) await end();
});

const DOCUMENTS = [
  ["/history.json", "application/json"],
  ["/history.json?page=2", "application/json"],
  ["/history.rss", "application/rss+xml"],
  ["/history.rss?component=jobs", "application/rss+xml"],
  ["/history.atom", "application/atom+xml"],
  ["/history.atom?component=jobs", "application/atom+xml"],
  ["/feed.json", "application/feed+json"],
  ["/feed.json?component=jobs", "application/feed+json"],
  ["/maintenance.ics", "text/calendar"],
  ["/maintenance.ics?component=sessions", "text/calendar"],
  ["/badge.svg", "image/svg+xml"],
  ["/badge.svg?component=jobs", "image/svg+xml"],
  ["/banner.json", "application/json"],
  ["/index.json", "application/json"],
  ["/index.md", "text/markdown"],
  ["/components/jobs.json", "application/json"],
  ["/components/jobs.md", "text/markdown"],
  ["/badge.json", "application/json"],
  ["/badge.json?component=jobs", "application/json"],
  ["/openapi.json", "application/json"],
  ["/llms.txt", "text/plain"],
  ["/robots.txt", "text/plain"],
  ["/sitemap.xml", "application/xml"],
] as const;

describe("A public document through the front", () => {
  it.each(DOCUMENTS)("%s is %s, for scripts of any page, whole or not modified", async (address, mediaType) => {
    const first = await get(`${front.url}${address}`);
    expect([first.status, String(first.headers["content-type"]).split(";")[0]]).toEqual([200, mediaType]);
    expect(first.headers["content-type"]).toMatch(/^application\/json$|; charset=utf-8$/);
    expect(first.headers["access-control-allow-origin"]).toBe("*");
    expect(first.headers["cache-control"]).toMatch(/^public, max-age=\d+, s-maxage=\d+/);
    const known = await get(`${front.url}${address}`, { "if-none-match": String(first.headers.etag) });
    expect(known.status).toBe(304);
    const head = await get(`${front.url}${address}`, {}, "HEAD");
    expect([head.status, head.text, head.headers.etag]).toEqual([200, "", first.headers.etag]);
    const small = await get(`${front.url}${address}`, { "accept-encoding": "gzip" });
    expect(small.headers["content-encoding"]).toBe("gzip");
  });

  it("of an incident, of planned work or of a component is the page by its own address with an ending", async () => {
    const { openId, plannedId } = story;
    const text = await get(`${front.url}/incidents/${openId}.md`);
    expect([text.status, text.headers["content-type"]]).toEqual([200, "text/markdown; charset=utf-8"]);
    expect(text.text).toMatch(/### Identified, .*\d\d:\d\d UTC\n\nRedis is \*\*full\*\*\./);
    const data = JSON.parse((await get(`${front.url}/maintenance/${plannedId}.json`)).text);
    expect(data).toMatchObject({ id: plannedId, status: "scheduled" });
    expect((await get(`${front.url}/maintenance/${plannedId}.md`)).text).toContain("We switch over, *twice*.");
    expect(JSON.parse((await get(`${front.url}/incidents/${openId}.json`)).text)).toMatchObject({ id: openId });
    for (const address of ["/incidents/000000000000.md", `/incidents/${plannedId}.json`, "/components/none.md"]) {
      expect((await get(`${front.url}${address}`)).status).toBe(404);
    }
  });

  it("for a frame may be framed by every page, and is another one in the dark", async () => {
    const frame = await get(`${front.url}/embed`);
    expect(frame.headers["content-security-policy"]).toContain("frame-ancestors *");
    const dark = await get(`${front.url}/embed?theme=dark`);
    expect([dark.status, dark.text === frame.text]).toEqual([200, false]);
    expect((await get(`${front.url}/embed?theme=none`)).text).toBe(frame.text);
  });

  it("of a component that is not there is not there either", async () => {
    const missing = await get(`${front.url}/history.rss?component=nothing`);
    expect([missing.status, missing.text]).toEqual([404, '{"error":"Not found"}']);
  });

  it("is another one for another component, and the same for every other query", async () => {
    const whole = await get(`${front.url}/feed.json`);
    expect((await get(`${front.url}/feed.json?component=jobs`)).text).not.toBe(whole.text);
    expect((await get(`${front.url}/feed.json?utm=1`)).text).toBe(whole.text);
  });
});
