import { connect } from "node:net";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { get, startTestFront, until } from "./test-front.ts";
import { sayRaw, statusesOf } from "./test-wire.ts";

const LINE = "GET / HTTP/1.1\r\n";
const HOST = "Host: x\r\n";
const END = "Connection: close\r\n\r\n";

describe("odd requests", () => {
  it.each([
    ["two hosts", `GET /console HTTP/1.1\r\n${HOST}Host: y\r\n${END}`, [400]],
    ["no host", `${LINE}${END}`, [400]],
    [
      "a length and chunks",
      `POST /console HTTP/1.1\r\n${HOST}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      [400],
    ],
    ["two lengths", `POST /console HTTP/1.1\r\n${HOST}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc`, [400]],
    ["a space before the colon", `${LINE}Host : x\r\n${END}`, [400]],
    ["a folded header", `${LINE}${HOST}X-A: 1\r\n 2\r\n${END}`, [400]],
    ["bare line feeds", "GET / HTTP/1.1\nHost: x\n\n", [400]],
    ["a head of 20 kB", `${LINE}${HOST}X-A: ${"a".repeat(20_000)}\r\n${END}`, [431]],
    ["bytes of TLS", Buffer.from([22, 3, 1, 0, 200, 1, 0, 0, 196]), [400]],
    ["TRACE", `TRACE / HTTP/1.1\r\n${HOST}${END}`, [405]],
    ["a method nobody knows", `PROPFIND / HTTP/1.1\r\n${HOST}${END}`, [405]],
    ["a star for an address", `OPTIONS * HTTP/1.1\r\n${HOST}${END}`, [400]],
    ["an address without a slash", `GET console HTTP/1.1\r\n${HOST}${END}`, [400]],
    ["broken percent signs", `GET /incidents/%ff HTTP/1.1\r\n${HOST}${END}`, [400]],
    ["a spelled-out zero byte", `GET /console%00 HTTP/1.1\r\n${HOST}${END}`, [400]],
    ["steps up the tree", `GET /_next/static/../../console HTTP/1.1\r\n${HOST}${END}`, [400]],
    ["spelled-out steps up the tree", `GET /_next/static/%2e%2E/.%2e/console HTTP/1.1\r\n${HOST}${END}`, [400]],
    ["dots that are no step", `GET /console/..a/.well-known/... HTTP/1.1\r\n${HOST}${END}`, [200]],
    ["a form for a page without one", `POST / HTTP/1.1\r\n${HOST}Content-Length: 1\r\n${END}x`, [405]],
    ["a form for a page that has one", `POST /subscribe HTTP/1.1\r\n${HOST}Content-Length: 1\r\n${END}x`, [200]],
    ["a backslash", `GET /console\\..\\x HTTP/1.1\r\n${HOST}${END}`, [400]],
    ["a control character in a header", `GET /console HTTP/1.1\r\n${HOST}X-A: a\x7fb\r\n${END}`, [400]],
    ["a wish to upgrade", `GET / HTTP/1.1\r\n${HOST}Upgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n`, [200]],
    ["HTTP/1.0 without a host", "GET /console HTTP/1.0\r\n\r\n", [200]],
    ["the whole address", `GET http://status.example.test/?a=1 HTTP/1.1\r\n${HOST}${END}`, [200]],
    ["two slashes", `GET //history HTTP/1.1\r\n${HOST}${END}`, [200]],
    ["two requests at once", `${LINE}${HOST}\r\n${LINE}${HOST}${END}`, [200, 200]],
    [
      "an expectation",
      `POST /console HTTP/1.1\r\n${HOST}Expect: 100-continue\r\nContent-Length: 1\r\n${END}x`,
      [100, 200],
    ],
    [
      "an expectation nobody knows",
      `POST /console HTTP/1.1\r\n${HOST}Expect: a-miracle\r\nContent-Length: 1\r\n${END}x`,
      [417],
    ],
  ])("with %s are answered as they deserve", async (_, bytes, statuses) => {
    const front = await startTestFront(onTestFinished);
    await get(front.url);
    expect(statusesOf(await sayRaw(front.port, bytes))).toEqual(statuses);
    expect((await get(front.url)).status).toBe(200);
  });

  it("that come byte by byte, or stop halfway, keep nobody else waiting", async () => {
    const front = await startTestFront(onTestFinished);
    await get(front.url);
    const halfway = connect(front.port, "127.0.0.1").on("error", () => undefined);
    onTestFinished(() => void halfway.destroy());
    halfway.write(`${LINE}Ho`);
    const slow = connect(front.port, "127.0.0.1").setNoDelay(true);
    let heard = "";
    slow.on("data", (chunk) => {
      heard += chunk.toString("latin1");
    });
    for (const byte of `${LINE}${HOST}${END}`) {
      await new Promise((resolve) => slow.write(byte, resolve));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await get(front.url)).status).toBe(200);
    await until("the slow one is answered", () => statusesOf(heard).includes(200));
    slow.destroy();
  });

  it("of any kind are answered by a 4xx or passed, and never end the front", async () => {
    const front = await startTestFront(onTestFinished);
    await get(front.url);
    const token = fc.constantFrom("GET", "HEAD", "POST", "OPTIONS", "TRACE", "get", "X-Y", "\x00", "");
    const target = fc.oneof(
      fc.constantFrom(
        "/",
        "//",
        "/?",
        "/events",
        "/metrics",
        "/console",
        "*",
        "http://x/",
        "/%",
        "/%2e%2e/",
        "/_next/static/../x",
        "/live.js%00",
      ),
      fc.string({ maxLength: 30, unit: "binary" }).map((text) => `/${text}`),
    );
    const name = fc.constantFrom(
      "Host",
      "Accept-Encoding",
      "If-None-Match",
      "Content-Length",
      "Transfer-Encoding",
      "Connection",
      "Cookie",
      "X-Forwarded-For",
      "Expect",
      "Upgrade",
      "Range",
      "rsc",
      "x-middleware-subrequest",
      "",
    );
    const value = fc.oneof(
      fc.constantFrom(
        "x",
        "0",
        "1",
        "-1",
        "1e9",
        "chunked",
        "close",
        "keep-alive, x",
        "br;q=0",
        "*",
        'W/"',
        "::1, 1.2.3.4",
        "100-continue",
      ),
      fc.string({ maxLength: 40, unit: "binary" }),
    );
    const request = fc
      .tuple(token, target, fc.array(fc.tuple(name, value), { maxLength: 5 }), fc.string({ maxLength: 60 }))
      .map(([method, path, headers, body]) => {
        const lines = headers.map(([key, said]) => `${key}: ${said}\r\n`).join("");
        return Buffer.from(`${method} ${path} HTTP/1.1\r\nHost: x\r\n${lines}\r\n${body}`, "latin1");
      });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 5, maxLength: 5 }), async (requests) => {
        const heard = await Promise.all(requests.map((bytes) => sayRaw(front.port, bytes, 100)));
        for (const status of heard.flatMap(statusesOf)) expect(status).toBeLessThan(500);
        expect((await get(front.url)).status).toBe(200);
      }),
      { numRuns: 60 },
    );
  });
});
