import { describe, expect, it } from "vitest";
import { openSqlite } from "#e2e/stores.ts";
import { readPublication } from "#lib/services/read-publication.ts";
import { badgeJson, badgeSvg, type ToldBadge } from "./badge.ts";
import { llmsText, robotsText, sitemapXml } from "./guides.ts";
import { NOW, PUBLIC_URL, tellStory } from "./test-page.ts";

async function told(slug: string | null, isCurrent = true): Promise<ToldBadge> {
  await using store = await openSqlite();
  await tellStory(store.db);
  const publication = await readPublication(store.db, NOW);
  const component = publication.components.find((one) => one.slug === slug) ?? null;
  return { publication, publicUrl: PUBLIC_URL, component, isCurrent };
}

describe("The badges", () => {
  it.each([
    [null, "status", "major outage", "red"],
    ["dashboard", "Dashboard", "unknown", "lightgrey"],
    ["sessions", "Sessions", "under maintenance", "blue"],
  ])("say the state of %s in words and colour", async (slug, label, message, color) => {
    const asked = await told(slug);
    if (slug === "dashboard") (asked.component as { status: string }).status = "unknown";
    expect(badgeJson(asked)).toEqual({ schemaVersion: 1, label, message, color, cacheSeconds: 60 });
    expect(badgeSvg(asked)).toContain(`<title>${label}: ${message}</title>`);
  });

  it("are complete in themselves: nothing is loaded, run or left to a reader's fonts", async () => {
    const asked = await told("jobs");
    (asked.component as { name: string }).name = 'A <b> & "c" 東京';
    const svg = badgeSvg(asked);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^>]*viewBox="0 0 \d+ 20" role="img"/);
    expect(svg).toContain("A &lt;b&gt; &amp; &quot;c&quot; 東京");
    expect(svg).not.toMatch(/<script|href|url\((?!#)|@import|\bon\w+=/i);
  });

  it("claim nothing of now once our records are out of reach", async () => {
    const asked = await told(null, false);
    expect(badgeJson(asked)).toMatchObject({ message: "unknown", color: "lightgrey" });
  });
});

describe("The guides", () => {
  it("lead a language model to what it is asked for", async () => {
    const text = llmsText(await told(null));
    expect(text.startsWith("# Brindle Tasks\n\n> ")).toBe(true);
    expect(text).toContain(`- [Job queue](${PUBLIC_URL}/components/jobs.md)`);
    for (const [, address] of text.matchAll(/\]\((.*?)\)/g))
      expect(address).toMatch(/^https:\/\/status\.example\.test\//);
  });

  it("list pages with when they changed", () => {
    const text = sitemapXml(PUBLIC_URL, [
      { path: "/", changedAt: null },
      { path: "/incidents/a", changedAt: NOW },
    ]);
    expect(text).toContain(`<url><loc>${PUBLIC_URL}/</loc></url>`);
    expect(text).toContain(`<loc>${PUBLIC_URL}/incidents/a</loc><lastmod>2026-11-23T14:08:12.345Z</lastmod>`);
    expect(robotsText(PUBLIC_URL)).toContain(`Sitemap: ${PUBLIC_URL}/sitemap.xml`);
  });
});
