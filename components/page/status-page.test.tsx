import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { DAY, MINUTE } from "#lib/domain/instant.ts";
import type { PageSnapshot } from "#lib/domain/snapshot.ts";
import { BarPatterns } from "./bars.tsx";
import { StatusPage } from "./status-page.tsx";
import { aView, component, days, everyDay, firstDays, incident, NOW, snapshot, update } from "./test-snapshot.ts";

const FOUND = {
  status: "major_outage",
  cause: "conn.refused",
  since: NOW - 2 * MINUTE,
  components: ["Billing"],
} as const;

function draw(page: PageSnapshot, isCurrent = true): string {
  const detected = page.detected.map((outage) => ({ outage, title: "Billing is unavailable", sentence: "No answer." }));
  return renderToStaticMarkup(
    <StatusPage
      snapshot={page}
      detected={detected}
      view={aView({ at: page.at, timeZone: page.page.timeZone, isCurrent })}
    />,
  );
}

/** What a reader reads, without shapes and tags. */
function read(html: string): string {
  return html
    .replaceAll(/<title>.*?<\/title>/g, "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");
}

it("says the state in words before anything else", () => {
  const parts = ["API", "Search"].map((name) => component(name));
  const page = snapshot({
    groups: [{ name: null, components: [component("Queue", { status: "partial_outage" }), ...parts] }],
    incidents: [incident()],
  });
  const main = draw(page).split(/<main[^>]*>/)[1] as string;
  expect(read(main)).toMatch(
    /^ Partial outage Queue is partially unavailable 1 of 3 components affected\. Checked 14:08:08 UTC ; this page updates itself\./,
  );
});

it("states its evidence to machines and lets the page's script keep the age true", () => {
  expect(draw(snapshot())).toContain('<time dateTime="2026-11-23T14:08:08.000Z" data-rel="ago">14:08:08 UTC</time>');
});

it("counts the affected once", () => {
  const components = [1, 2, 3].map((n) => component(`C${n}`, { status: "degraded_performance" }));
  expect(draw(snapshot({ groups: [{ name: null, components }] })).match(/of 3 components affected/g)).toHaveLength(1);
});

it("draws what is unknown with a shape and a word of its own, never as operational", () => {
  const page = snapshot({ groups: [{ name: null, components: [component("Search", { status: "unknown" })] }] });
  const html = draw(page);
  expect(html).not.toMatch(/class="[^"]*operational/);
  expect(read(html)).toContain("We cannot measure Search right now");
  expect(read(html)).toMatch(/Search Unknown/);
});

it("does not call a page well that watches nothing", () => {
  const html = draw(snapshot({ groups: [], checkedAt: null }));
  expect(html).toContain('class="hero unknown"');
  expect(read(html)).toContain("Nothing is watched yet");
});

it("claims nothing of now once our records are out of reach, and says what was last known", () => {
  const page = snapshot({
    incidents: [incident()],
    detected: [{ ...FOUND, components: ["Billing"], expectedAt: null }],
  });
  const html = draw(page, false);
  const words = read(html);
  expect(html).not.toMatch(/class="[^"]*\b(operational|partial|degraded|major)\b/);
  expect(words).toContain("Last confirmed at 14:08 UTC: All systems operational");
  expect(words).toContain("We cannot reach our own records right now; this is what we last knew");
  expect(words).toContain("API Last known: Operational");
  expect(words).not.toMatch(/so far|in about|this page updates itself/);
});

it("says when it is expected back, and for how long it has been", () => {
  const words = read(draw(snapshot({ incidents: [incident()] })));
  expect(words).toContain("Started 13:30 UTC , 38 minutes so far");
  expect(words).toContain("Expected back by 14:30 UTC ( in about 22 minutes )");
});

it("says when it takes longer than expected, and when nobody knows yet", () => {
  const overdue = read(draw(snapshot({ incidents: [incident({ expectedAt: NOW - 8 * MINUTE })] })));
  expect(overdue).toContain("Taking longer than expected; was expected by 14:00 UTC");
  expect(overdue).not.toContain("Expected back");
  expect(read(draw(snapshot({ incidents: [incident({ expectedAt: null })] })))).toContain("No estimate yet");
});

it("does not ask for an estimate of what works again", () => {
  const back = incident({ tone: "operational", expectedAt: null, passingSince: NOW - MINUTE });
  const words = read(draw(snapshot({ incidents: [back] })));
  expect(words).not.toContain("No estimate yet");
  expect(words).toContain("Automatic checks have been passing since 14:07 UTC");
});

it("tells the newest updates first and links to the rest", () => {
  const updates = [1, 2, 3, 4].map((n) => update("investigating", n, `Word ${n}`));
  const html = draw(snapshot({ incidents: [incident({ updates })] }));
  expect(html.indexOf("Word 1")).toBeLessThan(html.indexOf("Word 3"));
  expect(html).not.toContain("Word 4");
  expect(html).toContain('<a href="/incidents/i9k2m4n6p8q0">All 4 updates</a>');
});

it("tells what monitors found before anybody has written of it", () => {
  const words = read(draw(snapshot({ detected: [{ ...FOUND, components: ["Billing"], expectedAt: null }] })));
  expect(words).toContain("Billing is unavailable");
  expect(words).toContain("Found by automatic checks at 14:06 UTC . We will post here as soon as we know more.");
});

it("takes no text of anybody as HTML", () => {
  const evil = '<img src=x onerror="alert(1)">';
  const page = snapshot({
    page: { id: "p", name: evil, timeZone: "UTC" },
    groups: [{ name: evil, components: [component(evil, { description: evil, status: "major_outage" })] }],
    incidents: [incident({ title: evil, updates: [update("investigating", 1, `${evil} [x](javascript:alert(1))`)] })],
    past: [{ id: "p1", title: evil, startedAt: NOW - DAY, resolvedAt: NOW - DAY + MINUTE, impact: "minor" }],
  });
  const html = draw(page);
  expect(html).not.toMatch(/<img|javascript:|\sstyle=/);
  expect(html).toContain("<bdi>&lt;img src=x");
});

it("draws quiet days at the price of one, and says of every other day what it was", () => {
  const bars = (given: PageSnapshot["groups"][0]["components"][0]["days"]) =>
    /<svg class="bars".*?<\/svg>/.exec(
      draw(snapshot({ groups: [{ name: null, components: [component("API", { days: given })] }] })),
    )?.[0] as string;
  expect(bars(days()).match(/<rect/g)).toHaveLength(1);
  expect(bars(days())).toContain('aria-label="API, the past 90 days: 99.98% uptime"');
  expect(bars(days({ 1: ["outage", "2 h 5 min down"] }))).toContain("<title>22 Nov: 2 h 5 min down </title>");
  expect(bars(days(firstDays(78, "none")))).toContain("<title>26 Aug to 11 Nov: not watched yet </title>");
  expect(bars(days({ 3: ["unknown", null], 2: ["unknown", null] }))).toContain(
    "<title>20 Nov to 21 Nov: not measured </title>",
  );
  const titled = bars(everyDay()).match(/<title>/g);
  expect(titled).toHaveLength(8);
});

it("has a pattern for every bar it refers to", () => {
  const patterns = renderToStaticMarkup(<BarPatterns />);
  const html = draw(snapshot({ groups: [{ name: null, components: [component("API", { days: everyDay() })] }] }));
  const used = new Set([...html.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id));
  expect(used.size).toBe(9);
  for (const id of used) expect(patterns).toContain(`id="${id}"`);
});

it("says since when, and on how much evidence, the uptime stands", () => {
  const young = component("API", { uptime: "100", days: days(firstDays(78, "none")) });
  const gappy = component("Search", { uptime: "99.91", coverage: 0.9678 });
  const none = component("New", { uptime: null, coverage: 0 });
  const words = read(draw(snapshot({ groups: [{ name: null, components: [young, gappy, none] }] })));
  expect(words).toContain("100% uptime since 12 Nov");
  expect(words).toContain("99.91% uptime based on 96.7% of the period");
  expect(words).toContain("No uptime figure yet");
});

it("links to nothing but what exists", () => {
  const html = draw(snapshot({ incidents: [incident()] }));
  const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
  const pages = [
    "/",
    "/subscribe",
    "/history",
    "/uptime",
    "/history.atom",
    "/api/v2/summary.json",
    "/maintenance.ics",
    "/components/api",
    "/incidents/i9k2m4n6p8q0",
  ];
  expect(new Set(links)).toEqual(new Set(pages));
});

it("stays under 14 KB compressed with 20 busy components, stylesheet included", () => {
  const components = Array.from({ length: 20 }, (_, i) =>
    component(`Component number ${i}`, {
      description: `What the component number ${i} does for its users`,
      status: (["operational", "degraded_performance", "major_outage", "unknown"] as const)[i % 4] ?? "operational",
      latencyMs: 7 * i,
      uptime: `99.${10 + i}`,
      days: days(
        Object.fromEntries(
          Array.from({ length: 12 }, (_, j) => [(j * 7 + i) % 90, ["minor", `${i + j + 2} minutes down`]]),
        ),
      ),
    }),
  );
  const css = readFileSync("app/(public)/page.css", "utf8");
  const page = snapshot({ groups: [{ name: "All", components }], incidents: [incident(), incident(), incident()] });
  const html = `<style>${css}</style>${renderToStaticMarkup(<BarPatterns />)}${draw(page)}`;
  expect(brotliCompressSync(html).length).toBeLessThan(14 * 1024);
});
