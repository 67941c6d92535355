import { readFileSync } from "node:fs";
import Parser from "rss-parser";
import { describe, expect, it } from "vitest";
import { openSqlite } from "#e2e/stores.ts";
import { DAY, HOUR, MINUTE } from "#lib/domain/instant.ts";
import { NOW, PUBLIC_URL, type Story, tellStory } from "#lib/publish/test-page.ts";
import type { ToldOf } from "#lib/publish/told.ts";
import { readPublication } from "#lib/services/read-publication.ts";
import { atomFeed, jsonFeed, rssFeed } from "./feeds.ts";
import { momentWords, windowWords } from "./words.ts";

/** A strict reader: what is not well-formed XML is refused. */
const reader = new Parser({ customFields: { item: ["id"] } });

async function told(slug: string | null = null): Promise<ToldOf & Story & AsyncDisposable> {
  const store = await openSqlite();
  const story = await tellStory(store.db);
  const publication = await readPublication(store.db, NOW);
  const component = publication.components.find((one) => one.slug === slug) ?? null;
  return {
    ...story,
    publication,
    publicUrl: PUBLIC_URL,
    component,
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const RFC_822 =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d (GMT|[+-]\d{4})$/;
/** No validator of feeds is on npm: what the standards ask for is counted. */
const countOf = (xml: string, name: string) => xml.match(new RegExp(`<${name}[ >]`, "g"))?.length ?? 0;
const paragraphs = (html: string) => html.replace(/<var[^>]*>|<\/var>/g, "").match(/<small>.*?<\/strong>/g);

describe("The feeds", () => {
  it("are read by rss-parser as RSS: what changed last first, each with an address that stays", async () => {
    await using asked = await told();
    const feed = await reader.parseString(rssFeed(asked));
    expect([feed.title, feed.link, feed.description]).toEqual([
      "Brindle Tasks Status - Incident History",
      PUBLIC_URL,
      "Statuspage",
    ]);
    expect(feed.items.map((item) => item.link)).toEqual([
      `${PUBLIC_URL}/incidents/${asked.openId}`,
      `${PUBLIC_URL}/maintenance/${asked.runningId}`,
      `${PUBLIC_URL}/maintenance/${asked.cancelledId}`,
      `${PUBLIC_URL}/incidents/${asked.resolvedId}`,
      `${PUBLIC_URL}/maintenance/${asked.plannedId}`,
    ]);
    expect(feed.items.map((item) => item.guid)).toEqual(feed.items.map((item) => item.link));
    expect(feed.items[0]?.title).toBe("Jobs wait & <b>pile up</b>");
    expect(feed.items[0]?.isoDate).toBe(new Date(Math.floor((NOW - 2 * MINUTE) / 1_000) * 1_000).toISOString());
  });

  it("tell each update in the dialect of the recorded feed, and name a repeated status an update", async () => {
    await using asked = await told();
    const theirs = await reader.parseString(readFileSync("e2e/recorded/staffbase.rss", "utf8"));
    const shape = (html: string) => html.trim().replace(/>[^<]+/g, ">");
    const feed = await reader.parseString(rssFeed(asked));
    const resolved = feed.items[3]?.content ?? "";
    expect(shape(resolved).slice(0, shape(theirs.items[0]?.content ?? "").length)).toBe(
      shape(theirs.items[0]?.content ?? "").replaceAll('"', "'"),
    );
    expect(paragraphs(resolved)).toEqual([
      "<small>Nov 20, 15:08 UTC</small><br><strong>Resolved</strong>",
      "<small>Nov 20, 14:28 UTC</small><br><strong>Monitoring</strong>",
      "<small>Nov 20, 14:08 UTC</small><br><strong>Investigating</strong>",
    ]);
    expect(paragraphs(feed.items[0]?.content ?? "")?.map((one) => one.replace(/.*<br>/, ""))).toEqual([
      "<strong>Update</strong>",
      "<strong>Identified</strong>",
      "<strong>Investigating</strong>",
    ]);
    expect(feed.items[0]?.content).toContain("Redis is <strong>full</strong>. <code>SET</code> fails; a &lt; b.");
    expect(feed.items[0]?.content).toContain("&lt;script&gt;x&lt;/script&gt;");
    expect(feed.items[4]?.content).toMatch(
      /^<p><strong>THIS IS A SCHEDULED EVENT Dec 02, 14:08 - 14:38 UTC<\/strong><\/p>/,
    );
  });

  it("are read by rss-parser as Atom, with unique ids and times that only content changes", async () => {
    await using asked = await told();
    const text = atomFeed(asked);
    const feed = await reader.parseString(text);
    expect(feed.items).toHaveLength(5);
    expect(new Set(feed.items.map((item) => item.id)).size).toBe(5);
    expect(feed.items[0]?.id).toBe(`tag:status.example.test,2005:Incident/${asked.openId}`);
    expect(feed.items[0]?.title).toBe("Jobs wait & <b>pile up</b>");
    expect(text).toContain('xml:lang="en-US"');
    const later = { ...asked, publication: { ...asked.publication, at: NOW + HOUR } };
    expect([atomFeed(later), rssFeed(later), jsonFeed(later)]).toEqual([text, rssFeed(asked), jsonFeed(asked)]);
  });

  it("keep to RFC 4287: each element that must be there once, once, each moment and address well written", async () => {
    await using asked = await told();
    const [head = "", ...entries] = atomFeed(asked).split("<entry>");
    expect(entries).toHaveLength(5);
    for (const part of [head, ...entries]) {
      const isEntry = part !== head;
      for (const name of ["id", "title", "updated"]) expect([name, countOf(part, name)]).toEqual([name, 1]);
      expect(countOf(part, "published")).toBe(isEntry ? 1 : 0);
      for (const [, at] of part.matchAll(/<(?:updated|published)>([^<]*)</g)) expect(at).toMatch(RFC_3339);
      for (const [, id = ""] of part.matchAll(/<id>([^<]*)</g)) expect(URL.canParse(id), id).toBe(true);
      for (const [, href = ""] of part.matchAll(/<link\b[^>]*href="([^"]*)"/g)) expect(URL.canParse(href)).toBe(true);
      expect(part.match(/<link\b[^>]*rel="alternate"[^>]*>/g)).toHaveLength(1);
      if (isEntry) expect(part).toMatch(/<content type="html">/);
    }
    expect(head).toMatch(/<author>\s*<name>[^<]+<\/name>/);
    expect(head).toMatch(/<link\b[^>]*rel="self"/);
  });

  it("keep to RSS 2.0: what a channel must have, guids that are addresses, dates of RFC 822", async () => {
    await using asked = await told();
    const [channel = "", ...items] = rssFeed(asked).split("<item>");
    for (const name of ["title", "link", "description"]) expect([name, countOf(channel, name)]).toEqual([name, 1]);
    expect(items).toHaveLength(5);
    for (const item of items) {
      for (const name of ["title", "link", "description", "guid", "pubDate"])
        expect([name, countOf(item, name)]).toEqual([name, 1]);
      expect(URL.canParse(/<guid[^>]*>([^<]*)</.exec(item)?.[1] ?? "")).toBe(true);
    }
    for (const [, date] of rssFeed(asked).matchAll(/<(?:pubDate|lastBuildDate)>([^<]*)</g))
      expect(date).toMatch(RFC_822);
  });

  it("keep to JSON Feed 1.1", async () => {
    await using asked = await told();
    const feed = JSON.parse(jsonFeed(asked));
    expect(feed).toMatchObject({
      version: "https://jsonfeed.org/version/1.1",
      feed_url: `${PUBLIC_URL}/feed.json`,
      home_page_url: PUBLIC_URL,
    });
    for (const item of feed.items) {
      expect(item).toMatchObject({ id: expect.any(String), url: item.id, content_html: expect.any(String) });
      expect(item.tags.every((tag: unknown) => typeof tag === "string")).toBe(true);
      for (const date of [item.date_published, item.date_modified]) expect(date).toMatch(/^\d{4}-.*T.*Z$/);
    }
    expect(feed.items[0]).toMatchObject({
      tags: ["incident", "Job queue"],
      _status: { status: "identified", impact: "critical", expected_at: "2026-11-23T14:28:12.345Z" },
    });
  });

  it("speak of one component alone when asked so", async () => {
    await using asked = await told("jobs");
    const feed = await reader.parseString(rssFeed(asked));
    expect(feed.title).toBe("Brindle Tasks Status - Job queue Incident History");
    expect(feed.items.map((item) => item.link)).toEqual([`${PUBLIC_URL}/incidents/${asked.openId}`]);
    expect(atomFeed(asked)).toContain(`href="${PUBLIC_URL}/history.atom?component=jobs"`);
  });

  it("are whole when there is nothing to tell yet", async () => {
    await using store = await openSqlite();
    const asked = { publication: await readPublication(store.db, NOW), publicUrl: PUBLIC_URL, component: null };
    expect((await reader.parseString(rssFeed(asked))).items).toEqual([]);
    expect((await reader.parseString(atomFeed(asked))).items).toEqual([]);
    expect(JSON.parse(jsonFeed(asked)).items).toEqual([]);
  });

  it("write moments in the page's zone", () => {
    expect(momentWords(Date.UTC(2026, 6, 1, 22, 30), "Europe/Berlin")).toBe(
      "Jul <var data-var='date'>02</var>, <var data-var='time'>00:30</var> CEST",
    );
    expect(windowWords(Date.UTC(2026, 6, 1, 23), Date.UTC(2026, 6, 2, 1), "UTC")).toBe(
      "Jul 01, 23:00 - Jul 02, 01:00 UTC",
    );
    expect(windowWords(Date.UTC(2026, 6, 1, 1), Date.UTC(2026, 6, 1, 1) + 365 * DAY, "UTC")).toBe(
      "Jul 01, 01:00 - Jul 01, 01:00 UTC",
    );
  });
});
