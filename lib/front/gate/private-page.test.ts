import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR } from "#lib/domain/instant.ts";
import { PUBLIC_PATHS } from "#lib/front/public-paths.ts";
import { get, type TestFront, until } from "#lib/front/test-front.ts";
import { statusesTo } from "#lib/front/test-wire.ts";
import { type GuardedFront, kindOf, LINK, SECRET_WORDS, startGuardedFront } from "./test-door.ts";

const LOOSE = "/something/else";
/** At least one address of every kind of public answer; a new kind fails here until it is added. */
const ADDRESSES = [
  "/",
  "/?plain",
  "/incidents/abc123def456",
  "/maintenance/abc123def456",
  "/subscribe",
  "/history",
  "/history/2026-11/components/mail/incidents",
  "/uptime",
  "/uptime.csv",
  "/uptime.json",
  "/embed",
  "/embed?theme=dark",
  "/components/mail",
  "/api/v2/summary.json",
  "/api/v2/incidents/unresolved.json",
  "/api/v2/scheduled-maintenances/upcoming.json",
  "/history.rss",
  "/history.rss?component=mail",
  "/history.atom",
  "/history.json",
  "/feed.json",
  "/maintenance.ics",
  "/badge.svg",
  "/badge.json",
  "/banner.json",
  "/index.png",
  "/incidents/abc123def456.png",
  "/index.md",
  "/index.json",
  "/incidents/abc123def456.md",
  "/incidents/abc123def456.json",
  "/maintenance/abc123def456.md",
  "/maintenance/abc123def456.json",
  "/components/mail.md",
  "/components/mail.json",
  "/custom.css",
  "/logo.svg",
  "/logo.png",
  "/logo.jpg",
  "/logo.webp",
  "/openapi.json",
  "/llms.txt",
  "/sitemap.xml",
];

let ends: (() => Promise<void>)[] = [];
let guarded: GuardedFront;
let front: TestFront;

beforeEach(async () => {
  ends = [];
  guarded = await startGuardedFront((end) => ends.push(end));
  front = guarded.front;
});

afterEach(async () => {
  for (const end of ends.toReversed()) await end();
});

const withToken = (url: string) => `${url}${url.includes("?") ? "&" : "?"}access=${guarded.token}`;

describe("a page that becomes private", () => {
  it("has an address of every kind tried below", () => {
    const untried = PUBLIC_PATHS.filter((kind) => !ADDRESSES.some((url) => kind.path.test(url.split("?")[0] ?? "")));
    expect(untried.map((kind) => kind.path.source)).toEqual(["^\\/robots\\.txt$"]);
  });

  it("is closed at every address at once, however it was read before, and says nothing of what is on it", async () => {
    for (const url of ADDRESSES) expect((await get(`${front.url}${url}`)).status, url).toBe(200);
    const { headers } = await get(`${front.url}/`);
    expect(headers["cache-control"]).toContain("s-maxage=5");
    await guarded.close();
    for (const url of [
      ...ADDRESSES,
      LOOSE,
      "/de",
      "/ar/history",
      "/events",
      "/api/v2/nothing.json",
      "/_next/image?url=/",
      "/%69ndex.md",
    ]) {
      for (const method of ["GET", "HEAD", "POST"]) {
        const answer = await get(`${front.url}${url}`, {}, method);
        expect(answer.status, `${method} ${url}`).toBe(401);
        expect(answer.text, url).not.toContain(SECRET_WORDS);
        expect(answer.headers["cache-control"], url).toContain("no-store");
        expect(answer.headers["access-control-allow-origin"], url).toBeUndefined();
        expect(answer.headers["x-robots-tag"], url).toContain("noindex");
      }
    }
    // The fast lane and node:http alike, on one connection.
    const ask = "GET / HTTP/1.1\r\nHost: status.example.test\r\n\r\n";
    expect(await statusesTo(front.port, ask + ask, 2)).toEqual([401, 401]);
    expect((await get(`${front.url}/robots.txt`)).text).toBe("User-agent: *\nDisallow: /\n");
  });

  it("is read by whoever has a link: machines at once, people with the key taken out of the address", async () => {
    await guarded.close();
    for (const url of ADDRESSES) {
      const answer = await get(`${front.url}${withToken(url)}`);
      const isPage = kindOf(url)?.mode === "plain" && !url.startsWith("/embed");
      expect(answer.status, url).toBe(isPage ? 303 : 200);
      expect(answer.headers["cache-control"], url).toMatch(/no-store/);
      expect(answer.headers["cdn-cache-control"], url).toBeUndefined();
      expect(answer.headers.vary, url).toContain("Cookie");
      if (isPage) {
        expect(answer.headers.location, url).toBe(url);
        expect(String(answer.headers["set-cookie"])).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
        const cookie = String(answer.headers["set-cookie"]).split(";")[0] as string;
        const page = await get(`${front.url}${url}`, { cookie });
        expect([page.status, page.headers["cache-control"]], url).toEqual([200, "private, no-store"]);
        expect(page.headers["access-control-allow-origin"]).toBeUndefined();
      } else expect(answer.headers["cache-control"]).toBe("private, no-store");
    }
    const bearer = await get(`${front.url}/api/v2/summary.json`, { authorization: `Bearer ${guarded.token}` });
    expect([bearer.status, bearer.headers["access-control-allow-origin"]]).toEqual([200, "*"]);
    const known = { "if-none-match": String(bearer.headers.etag), authorization: `Bearer ${guarded.token}` };
    const same = await get(`${front.url}/api/v2/summary.json`, known);
    expect([same.status, same.headers["cache-control"]]).toEqual([304, "private, no-store"]);
    // What is asked for does not depend on the key: one drawing for all.
    expect(front.web.asked().filter((url) => url.includes("access"))).toEqual([]);
  });

  it("is closed to links that ended, were taken back or were made up, and to the passes they gave", async () => {
    await guarded.close();
    const cookie = guarded.cookieOf("link", LINK.id, LINK.expiresAt + DAY);
    expect((await get(front.url, { cookie })).status).toBe(200);
    for (const made of [`${LINK.id}.x`, guarded.token.slice(0, -1), `${guarded.token}x`, "x", "", "%00"])
      expect((await get(`${front.url}/feed.json?access=${made}`)).status, made).toBe(401);
    front.now.at = LINK.expiresAt;
    expect((await get(`${front.url}/feed.json?access=${guarded.token}`)).status).toBe(401);
    expect((await get(front.url, { cookie })).status).toBe(401);
    front.now.at = LINK.expiresAt - HOUR;
    guarded.change({ links: [] });
    await until("the link is taken back", async () => (await get(front.url, { cookie })).status === 401);
  });

  it("opens to its password, told by a form of its own alone, and to nobody who guesses", async () => {
    await guarded.close();
    const form = (words: string, next = "/history") => new URLSearchParams({ password: words, next }).toString();
    const own = { "content-type": "application/x-www-form-urlencoded", origin: "http://status.example.test" };
    const enter = (words: string, headers: Record<string, string> = own, next = "/history") =>
      get(`${front.url}/access`, headers, "POST", form(words, next));
    expect((await get(`${front.url}/history`)).text).toMatch(
      /name="next" value="\/history"[\s\S]*Password of this page/,
    );
    expect((await enter("correct horse", { ...own, origin: "https://evil.example" })).status).toBe(403);
    const right = await enter("correct horse");
    expect([right.status, right.headers.location]).toEqual([303, "/history"]);
    const cookie = String(right.headers["set-cookie"]).split(";")[0] as string;
    expect((await get(`${front.url}/history`, { cookie })).status).toBe(200);
    for (const next of ["//evil.example", "https://evil.example", "/\\evil.example", "/access", "javascript:1"])
      expect((await enter("correct horse", own, next)).headers.location, next).toBe("/");
    const wrong = await enter("wrong horse");
    expect(wrong.status).toBe(401);
    expect(wrong.text).toContain("That is not the password");
    expect(wrong.headers["set-cookie"]).toBeUndefined();
    for (let i = 0; i < 10; i += 1) await enter("guess");
    const late = await enter("correct horse");
    expect([late.status, Number(late.headers["retry-after"]) > 0]).toEqual([429, true]);
    // Another password ends what the one before opened.
    guarded.change({ password: { ...guarded.password, generation: "another" } });
    await until("the pass has ended", async () => (await get(front.url, { cookie })).status === 401);
    expect((await get(front.url, { cookie: guarded.cookieOf("operator", "op1") })).status).toBe(200);
    expect((await get(front.url, { cookie: `${guarded.cookieOf("operator", "op1")}x` })).status).toBe(401);
  });

  it("leaves open what asks for itself: the console, the API, people's own subscriptions, the product's files", async () => {
    await guarded.close();
    for (const url of ["/console", "/console/enter", "/api/v1/incidents", "/subscriptions/abc.def", "/healthz"])
      expect((await get(`${front.url}${url}`)).status, url).toBe(200);
    for (const url of [
      "/consolex",
      "/api/v10",
      "/api/v1x",
      "/subscriptionsx",
      "/subscriptions",
      "/subscriptions/a/b",
      "/_next/staticx",
    ])
      expect((await get(`${front.url}${url}`)).status, url).toBe(401);
  });

  it("hands out no page of Next's in place of a file that is not there", async () => {
    await guarded.close();
    front.web.answer = (_, response) => void response.writeHead(404, { "content-type": "text/html" }).end(SECRET_WORDS);
    for (const path of ["/_next/static/x.js", "//_next/static/x.js"]) {
      const answer = await get(`${front.url}${path}`);
      expect([path, answer.status, answer.text.includes(SECRET_WORDS)]).toEqual([path, 404, false]);
    }
  });

  it("sends open pages away, and says nothing of an emergency to whoever stands outside", async () => {
    writeFileSync(
      join(front.dataDir, "emergency.json"),
      JSON.stringify({ text: SECRET_WORDS.repeat(2), at: front.now.at }),
    );
    await until("it is told", async () => (await get(front.url)).text.includes(SECRET_WORDS.repeat(2)));
    const stream = await fetch(`${front.url}/events`);
    await guarded.close();
    for (const [url, method] of [
      ["/", "GET"],
      ["/", "PROPFIND"],
      ["/../", "GET"],
      ["/subscribe", "POST"],
    ] as const)
      expect((await get(`${front.url}${url}`, {}, method)).text, url).not.toContain(SECRET_WORDS);
    expect(await stream.text()).toContain("event: change");
    expect(
      (await get(`${front.url}/events`, { cookie: guarded.cookieOf("password", guarded.password.generation) }, "HEAD"))
        .status,
    ).toBe(200);
  });
});
