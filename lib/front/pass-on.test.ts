import { request } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { get, startTestFront, until } from "./test-front.ts";
import type { Heard } from "./test-web.ts";

const FORGED = {
  "x-middleware-subrequest": "middleware:middleware:middleware",
  "x-middleware-prefetch": "1",
  "x-invoke-path": "/console",
  "x-nextjs-data": "1",
  "x-now-route-matches": "1",
  "x-matched-path": "/console",
  "x-pulsepage-variant": "last-confirmed",
  "x-original-url": "/console",
  "x-real-ip": "203.0.113.9",
  forwarded: "for=203.0.113.9",
  te: "trailers",
  "proxy-authorization": "Basic eDp5",
  "x-mine": "secret hop",
  connection: "close, X-Mine",
};

const echo = (heard: Heard) => JSON.stringify(heard.headers);
const heardBy = (text: string) => JSON.parse(text) as Record<string, string>;

async function frontThatEchoes(given: Parameters<typeof startTestFront>[1] = {}) {
  const front = await startTestFront(onTestFinished, given);
  front.web.answer = (heard, response) =>
    void response.writeHead(200, { "content-type": "application/json" }).end(echo(heard));
  return front;
}

describe("what is passed on to the renderer", () => {
  it("carries nothing that only the framework's own house may say, and nothing meant for the next hop alone", async () => {
    const front = await frontThatEchoes();
    const heard = heardBy(
      (await get(`${front.url}/console`, { ...FORGED, cookie: "session=1", accept: "text/html" })).text,
    );
    expect(Object.keys(heard).filter((name) => Object.hasOwn(FORGED, name) && name !== "connection")).toEqual([]);
    expect(heard).toMatchObject({ cookie: "session=1", accept: "text/html" });
  });

  it("keeps Host and Origin as the client sent them", async () => {
    const front = await frontThatEchoes();
    const sent = {
      host: "other.example.test:8080",
      origin: "https://evil.example.test",
      "x-forwarded-host": "evil.test",
    };
    const heard = heardBy((await get(`${front.url}/console`, sent, "POST", "a=1")).text);
    expect(heard).toMatchObject({ host: sent.host, origin: sent.origin, "x-forwarded-host": sent.host });
  });

  it("lets the framework's scripts speak to the renderer from the console alone", async () => {
    const front = await frontThatEchoes();
    const speech = { rsc: "1", "next-router-state-tree": "[]", "next-action": "abc", "next-url": "/console" };
    const inside = heardBy((await get(`${front.url}/console/incidents?_rsc=1`, speech)).text);
    const outside = heardBy((await get(`${front.url}/consoles`, speech)).text);
    for (const name of Object.keys(speech)) expect([name in inside, name in outside]).toEqual([true, false]);
  });

  it("tells who asks as the connection shows it, whatever the client says", async () => {
    const front = await frontThatEchoes();
    const sent = { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "gopher" };
    expect(heardBy((await get(`${front.url}/console`, sent)).text)).toMatchObject({
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "https",
    });
  });

  it("believes a trusted proxy: the right-most address that is none of ours", async () => {
    const front = await frontThatEchoes({ trustProxy: ["127.0.0.0/8", "10.0.0.7"] });
    const sent = {
      "x-forwarded-for": "198.51.100.1, 203.0.113.9, 10.0.0.7",
      "x-forwarded-proto": "http",
      "x-forwarded-host": "status.example.test",
    };
    expect(heardBy((await get(`${front.url}/console`, sent)).text)).toMatchObject({
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-proto": "http",
      "x-forwarded-host": "status.example.test",
    });
  });
});

describe("what comes back", () => {
  it("keeps what the renderer says, and says what it did not", async () => {
    const front = await startTestFront(onTestFinished);
    front.web.answer = (_, response) => {
      response.writeHead(201, {
        "content-type": "application/json",
        "set-cookie": ["a=1", "b=2"],
        "x-powered-by": "Next.js",
        "x-middleware-rewrite": "/secret",
        "cache-control": "public, max-age=600",
      });
      response.end('{"id":1}');
    };
    const answer = await get(`${front.url}/api/v1/incidents`, {}, "POST", "{}");
    expect([answer.status, answer.text]).toEqual([201, '{"id":1}']);
    expect(answer.headers).toMatchObject({
      "set-cookie": ["a=1", "b=2"],
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
    });
    expect(answer.headers["content-security-policy"]).toContain("script-src 'self' 'unsafe-inline'");
    expect(answer.headers["x-powered-by"]).toBeUndefined();
    expect(answer.headers["x-middleware-rewrite"]).toBeUndefined();
  });

  it("keeps the renderer's own policy and referrer rule where it has one", async () => {
    const front = await startTestFront(onTestFinished);
    const own = { "content-security-policy": "default-src 'none'", "referrer-policy": "no-referrer" };
    front.web.answer = (_, response) => void response.writeHead(200, own).end();
    expect((await get(`${front.url}/subscriptions/token`)).headers).toMatchObject(own);
  });

  it("is a calm sentence when the renderer is gone: a page for people, problem JSON for programs", async () => {
    const front = await startTestFront(onTestFinished);
    await front.web.fall();
    const page = await get(`${front.url}/console`);
    expect([page.status, page.headers["retry-after"]]).toEqual([503, "2"]);
    expect(page.text).toContain("not answering just now");
    expect(page.text).not.toMatch(/ECONN|127\.0\.0\.1|Error/);
    const api = await get(`${front.url}/api/v1/incidents`, {}, "POST", "{}");
    expect([api.status, api.headers["content-type"]]).toEqual([503, "application/problem+json; charset=utf-8"]);
    expect(JSON.parse(api.text)).toMatchObject({ status: 503, title: "Service Unavailable" });
  });

  it("breaks off when the renderer breaks off: half an answer is never a whole one", async () => {
    const front = await startTestFront(onTestFinished);
    front.web.answer = (_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half");
      setTimeout(() => response.destroy(), 50);
    };
    await expect(get(`${front.url}/console`)).rejects.toThrow();
  });
});

describe("a body", () => {
  it("reaches the renderer whole, with and without a length", async () => {
    const front = await startTestFront(onTestFinished);
    front.web.answer = (heard, response) => void response.end(`${heard.method} ${heard.body.length}`);
    const body = "x".repeat(1024 * 1024);
    expect((await get(`${front.url}/api/v1/x`, { "content-length": String(body.length) }, "PUT", body)).text).toBe(
      "PUT 1048576",
    );
    expect((await get(`${front.url}/api/v1/x`, { "transfer-encoding": "chunked" }, "DELETE", "12345")).text).toBe(
      "DELETE 5",
    );
  });

  it("of more than a megabyte is refused in words, with and without a length", async () => {
    const front = await startTestFront(onTestFinished);
    const body = "x".repeat(3 * 1024 * 1024);
    for (const framing of [{ "content-length": String(body.length) }, { "transfer-encoding": "chunked" }]) {
      const answer = await get(`${front.url}/api/v1/incidents`, framing, "POST", body);
      expect(answer.status).toBe(413);
      expect(JSON.parse(answer.text)).toMatchObject({ detail: expect.stringContaining("at most 1 MB") });
    }
    expect((await get(`${front.url}/console`)).status).toBe(200);
    expect(front.web.heard.filter((heard) => heard.method === "POST")).toEqual([]);
  });

  it("of a GET is not passed on: nobody can hide a second request in it", async () => {
    const front = await startTestFront(onTestFinished);
    const hidden = "POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
    for (const framing of [{ "content-length": String(hidden.length) }, { "transfer-encoding": "chunked" }])
      await get(`${front.url}/console`, framing, "GET", hidden);
    await get(`${front.url}/console`);
    expect(front.web.heard.filter((heard) => heard.url !== "/" && !heard.url.endsWith(".css"))).toMatchObject([
      { method: "GET", url: "/console", body: "" },
      { method: "GET", url: "/console", body: "" },
      { method: "GET", url: "/console", body: "" },
    ]);
  });
});

it("a reader who leaves is left: the renderer's work for him is broken off", async () => {
  const front = await startTestFront(onTestFinished);
  let isAsked = false;
  let isLeft = false;
  front.web.answer = (_, response) => {
    isAsked = true;
    response.on("close", () => {
      isLeft = true;
    });
  };
  const asked = request(`${front.url}/console`, { agent: false });
  asked.on("error", () => undefined);
  asked.end();
  await until("the renderer is asked", () => isAsked);
  asked.destroy();
  await until("the renderer is left", () => isLeft);
});

it("one address may have only so many pages drawn for it, and is told when to come again", async () => {
  const front = await startTestFront(onTestFinished);
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => get(`${front.url}/nowhere/${i}`)));
  const refused = answers.filter((answer) => answer.status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThanOrEqual(40);
  expect(refused[0]?.headers["retry-after"]).toBe("1");
  // Who has signed in, and what is remembered, is not held up by it.
  expect((await get(`${front.url}/console`, { cookie: "session=1" })).status).toBe(200);
  expect((await get(front.url)).status).toBe(200);
});

it("lets nobody ask the renderer for what has a public address, and each for few pictures at once", async () => {
  const front = await startTestFront(onTestFinished);
  for (const path of ["/api/cards/index.png", "/api/c%61rds/index.png", "/api/pages/index.md"])
    expect([path, (await get(`${front.url}${path}`)).status]).toEqual([path, 404]);
  expect(front.web.asked().filter((path) => path.startsWith("/api/"))).toEqual([]);
  front.web.answer = (_, response) => void response.writeHead(404, { "content-type": "image/png" }).end();
  const ids = Array.from({ length: 40 }, (_, i) => `${i}`.padStart(12, "0"));
  const answers = await Promise.all(ids.map((id) => get(`${front.url}/incidents/${id}.png`)));
  expect(answers.filter((answer) => answer.status === 429).length).toBeGreaterThan(0);
  expect((await get(`${front.url}/history.rss`)).status).not.toBe(429);
});

it("says without script that there is no such page, where the renderer would say it by script alone", async () => {
  const front = await startTestFront(onTestFinished);
  const vary = "rsc, next-router-state-tree";
  front.web.answer = (_, response) =>
    void response.writeHead(404, { "content-type": "text/html", vary }).end('<html id="__next_error__"></html>');
  const answer = await get(`${front.url}/nothing-here`);
  expect([answer.status, answer.headers["cache-control"]]).toEqual([404, "no-store"]);
  expect(answer.text).toContain("<h1>There is no such page here, or it is no longer kept.</h1>");
  expect((await get(`${front.url}/console/nothing-here`)).text).toContain("__next_error__");
});
