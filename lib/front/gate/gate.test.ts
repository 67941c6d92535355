import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { get, startTestFront, type TestFront, until } from "#lib/front/test-front.ts";
import { statusesTo } from "#lib/front/test-wire.ts";
import { type GuardedFront, SECRET_WORDS, startGuardedFront } from "./test-door.ts";

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

describe("a list of networks", () => {
  it("lets in who is in one, by the word of trusted proxies alone, and nobody else's page reads it out", async () => {
    await front.stop();
    Object.assign(front.options, { trustProxy: ["127.0.0.1"] });
    await front.restart();
    await guarded.close({ networks: ["203.0.113.0/24", "2001:db8::/32"], password: null, links: [] });
    const from = (chain: string) => get(`${front.url}/feed.json`, { "x-forwarded-for": chain });
    expect((await from("203.0.113.9")).status).toBe(200);
    expect((await from("2001:db8::7")).status).toBe(200);
    expect((await from("203.0.113.9, 198.51.100.7")).status).toBe(401);
    expect((await from("198.51.100.7")).status).toBe(401);
    const inside = await from("203.0.113.9");
    expect(inside.headers["access-control-allow-origin"]).toBeUndefined();
    expect(inside.headers["cross-origin-resource-policy"]).toBe("same-origin");
    const rebound = await get(`${front.url}/feed.json`, { "x-forwarded-for": "203.0.113.9", host: "evil.example" });
    expect(rebound.status).toBe(421);
    for (const path of ["/api/v1/incidents", "/console"])
      expect((await get(`${front.url}${path}`, { host: "inside" })).status, path).toBe(200);
    const proxied = { "x-forwarded-for": "203.0.113.9", "x-forwarded-host": "status.example.test", host: "inside" };
    expect((await get(`${front.url}/feed.json`, proxied)).status).toBe(200);
    expect((await get(`${front.url}/`, { "x-forwarded-for": "198.51.100.7" })).text).not.toContain("<form");
  });

  it("believes nobody's word when no proxy is trusted", async () => {
    await guarded.close({ networks: ["203.0.113.0/24"] });
    expect((await get(`${front.url}/feed.json`, { "x-forwarded-for": "203.0.113.9" })).status).toBe(401);
  });
});

describe("a front that starts while nobody can say who may read", () => {
  it("stays as private as it was, and goes on serving those who may", async () => {
    await get(front.url);
    await guarded.close();
    await get(front.url, { cookie: guarded.cookieOf("password", guarded.password.generation) });
    await front.stop();
    front.version.is = "gone";
    Object.assign(front.options, { door: async () => Promise.reject(new Error("The store is gone.")) });
    await front.web.fall();
    await front.restart();
    expect((await get(front.url)).status).toBe(401);
    const inside = await get(front.url, { cookie: guarded.cookieOf("password", guarded.password.generation) });
    expect([inside.status, inside.headers["cache-control"]]).toEqual([200, "private, no-store"]);
    expect(inside.text).toContain(SECRET_WORDS);
    await front.web.rise();
  });

  it("is closed when nothing was kept", async () => {
    const other = await startTestFront((end) => ends.push(end), {
      door: async () => Promise.reject(new Error("The store is gone.")),
    });
    for (const url of ["/", "/feed.json", "/history", "/events"])
      expect((await get(`${other.url}${url}`)).status, url).toBe(503);
  });
});

describe("the door", () => {
  it("speaks the language of the address, else the reader's, else the page's own, of those the page speaks", async () => {
    await guarded.close({ languages: ["de", "ar"] });
    const at = async (path: string, languages: string) =>
      (await get(`${front.url}${path}`, { "accept-language": languages })).text;
    expect(await at("/", "fr-FR,fr;q=0.9")).toMatch(
      /lang="de" dir="ltr"[\s\S]*<bdi>Acme<\/bdi> ist eine private Statusseite/,
    );
    expect(await at("/history", "ar,de;q=0.5")).toContain('lang="ar" dir="rtl"');
    expect(await at("/de/history", "ar")).toContain("Passwort dieser Seite");
  });
});

describe("other names of a page", () => {
  it("lead to its own, for reading; its own and addresses answer", async () => {
    guarded.change({ domains: ["status.example.org"] });
    const at = (host: string, path = "/history?x=1", method = "GET") => get(`${front.url}${path}`, { host }, method);
    await until("the name is known", async () => (await at("status.example.org")).status === 308);
    expect((await at("STATUS.example.org:443")).headers.location).toBe("http://status.example.test/history?x=1");
    expect((await at("status.example.org", "//evil.example/x")).headers.location).toBe(
      "http://status.example.test/evil.example/x",
    );
    expect((await at("status.example.org", "/subscribe", "POST")).status).toBe(421);
    for (const host of [
      "status.example.test",
      "status.example.test:80",
      "127.0.0.1",
      "localhost:3000",
      "[::1]:3000",
      "inside",
    ])
      expect((await at(host, "/")).status, host).toBe(200);
    const lane = (host: string) => statusesTo(front.port, `GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 1);
    expect([await lane("status.example.test"), await lane("status.example.org")]).toEqual([[200], [308]]);
    for (const path of ["/healthz", "/api/v1/incidents"])
      expect((await at("status.example.org", path)).status, path).toBe(200);
  });
});
