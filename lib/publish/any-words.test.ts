import fc from "fast-check";
import ICAL from "ical.js";
import Parser from "rss-parser";
import { describe, expect, it } from "vitest";
import { openSqlite } from "#e2e/stores.ts";
import type { Publication } from "#lib/domain/publication.ts";
import { readPublication } from "#lib/services/read-publication.ts";
import { badgeSvg } from "./badge.ts";
import { maintenanceCalendar } from "./calendar.ts";
import { atomFeed, jsonFeed, rssFeed } from "./feeds/feeds.ts";
import { NOW, PUBLIC_URL, tellStory } from "./test-page.ts";

/** Words as they come: of every script, with signs of XML, HTML and calendars, and letters that XML does not have. */
const words = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.constantFrom("]]>", "<b>", "&amp;", "\ufffe", "\u0000", "\\n", ";,:", '"', "\r\n", "<![CDATA[", "-->"),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => `x${parts.join("")}`);

/** What no XML 1.0 document may hold (§2.2); lenient readers let it pass, strict ones refuse the whole feed. */
const NOT_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

function withWords(publication: Publication, text: string): Publication {
  const retold = structuredClone(publication);
  for (const one of [...retold.incidents, ...retold.maintenances]) {
    one.title = text;
    for (const update of one.updates) update.body = text;
  }
  for (const component of retold.components) component.name = text;
  return retold;
}

async function story(): Promise<Publication> {
  await using store = await openSqlite();
  await tellStory(store.db);
  return await readPublication(store.db, NOW);
}

describe("Whatever words there are", () => {
  it("feeds, calendar and badge are whole, and hold every entry", async () => {
    const publication = await story();
    const reader = new Parser();
    await fc.assert(
      fc.asyncProperty(words, async (text) => {
        const told = { publication: withWords(publication, text), publicUrl: PUBLIC_URL, component: null };
        expect((await reader.parseString(rssFeed(told))).items).toHaveLength(5);
        expect((await reader.parseString(atomFeed(told))).items).toHaveLength(5);
        expect(JSON.parse(jsonFeed(told)).items).toHaveLength(5);
        const calendar = new ICAL.Component(ICAL.parse(maintenanceCalendar(told)));
        expect(calendar.getAllSubcomponents("vevent")).toHaveLength(3);
        const component = told.publication.components[0] ?? null;
        const svg = badgeSvg({ ...told, component, isCurrent: true });
        await reader.parseString(`<rss version="2.0"><channel><title>x</title>${svg}</channel></rss>`);
        for (const text of [rssFeed(told), atomFeed(told), svg]) expect(text).not.toMatch(NOT_XML);
      }),
      { numRuns: 60 },
    );
  });
});
