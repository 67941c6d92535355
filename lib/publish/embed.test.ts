import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openSqlite } from "#e2e/stores.ts";
import { pagePolicy } from "#lib/front/content-policy.ts";
import { readPublicPage } from "#lib/services/read-page.ts";
import { wordsIn } from "#lib/words/words.ts";
import { bannerData, embedHtml } from "./embed.ts";
import { NOW, PUBLIC_URL, type Story, tellStory } from "./test-page.ts";
import { pageData, pageText, type ToldPage } from "./twins/page.ts";

const ENGLISH = { words: wordsIn("en"), prefix: "", written: (text: string) => text };

async function told(): Promise<ToldPage & Story> {
  await using store = await openSqlite();
  const story = await tellStory(store.db);
  return { snapshot: await readPublicPage(store.db, NOW), detected: [], publicUrl: PUBLIC_URL, ...story };
}

describe("The frame for other pages", () => {
  it("may be framed anywhere, loads nothing, and leads to the page", async () => {
    const html = embedHtml(await told(), { theme: "auto", isCurrent: true, ...ENGLISH });
    expect(pagePolicy(html)).toContain("frame-ancestors *");
    expect(html).not.toMatch(/<script|src=|<link|@import/);
    expect(html).toContain("Jobs wait &amp; &lt;b&gt;pile up&lt;/b&gt;");
    expect(html).toContain(`href="${PUBLIC_URL}"`);
    expect(html).toContain("<small>expected back by 14:28 UTC</small>");
    expect(html).toContain("<small>until 14:28 UTC</small>");
  });

  it("cannot be imitated by words of others: no other page may be framed", async () => {
    for (const words of ['<html data-framed="">', "data-framed"]) {
      const page = `<!DOCTYPE html><html lang="en"><body>${words}</body></html>`;
      expect(pagePolicy(page)).toContain("frame-ancestors 'none'");
    }
  });

  it("claims nothing of now once our records are out of reach", async () => {
    expect(embedHtml(await told(), { theme: "dark", isCurrent: false, ...ENGLISH })).toContain('<main class="last">');
  });
});

it("The frame speaks the page's other languages, in their direction", async () => {
  const html = embedHtml(await told(), {
    ...ENGLISH,
    theme: "auto",
    isCurrent: true,
    words: wordsIn("ar"),
    prefix: "/ar",
  });
  expect(html).toContain('<html lang="ar" dir="rtl" data-framed="">');
  expect(html).toContain(`href="${PUBLIC_URL}/ar/"`);
  expect(html).toContain("العودة المتوقعة");
});

describe("The banner for a product's own pages", () => {
  it("is told what is wrong and what is being worked on, and nothing else", async () => {
    const asked = await told();
    expect(bannerData(asked)).toEqual({
      page: "Brindle Tasks",
      status: "major_outage",
      notices: [
        {
          id: asked.openId,
          kind: "incident",
          title: "Jobs wait & <b>pile up</b>",
          url: `${PUBLIC_URL}/incidents/${asked.openId}`,
          expected_at: "2026-11-23T14:28:12.345Z",
        },
        {
          id: asked.runningId,
          kind: "maintenance",
          title: "New disks",
          url: `${PUBLIC_URL}/maintenance/${asked.runningId}`,
          expected_at: "2026-11-23T14:28:12.345Z",
        },
      ],
    });
  });

  it("is a script of three kilobytes at most that takes no words for HTML", () => {
    const script = readFileSync("public/banner.js", "utf8");
    expect(Buffer.byteLength(script)).toBeLessThanOrEqual(3 * 1024);
    expect(script).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|document\.cookie|eval/);
  });
});

describe("The front page's twins", () => {
  it("say as text what the page says", async () => {
    const asked = await told();
    const text = pageText(asked);
    expect(text).toMatch(/^# Brindle Tasks\n\n\*\*Job queue is unavailable\*\*\n/);
    expect(text).toContain(
      `- [Jobs wait & \\<b\\>pile up\\</b\\>](${PUBLIC_URL}/incidents/${asked.openId}.md): Identified, since 13:28 UTC, expected back at 14:28 UTC`,
    );
    expect(text).toContain("## Redis tier\n\n- Job queue: Major outage");
    expect(text).toContain(`- [New disks](${PUBLIC_URL}/maintenance/${asked.runningId}.md): In progress`);
  });

  it("hold as data what the page holds", async () => {
    const asked = await told();
    expect(pageData(asked)).toMatchObject({
      status: "major_outage",
      headline: "Job queue is unavailable",
      groups: [
        { name: null, components: [{ slug: "dashboard" }] },
        { name: "Redis tier", components: [{ slug: "jobs", status: "major_outage" }, { slug: "sessions" }] },
      ],
      incidents: [{ id: asked.openId, updates: [{ status: "identified", text: "Still on it." }, {}, {}] }],
      past_incidents: [{ id: asked.resolvedId }],
    });
  });
});
