import { createHash } from "node:crypto";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { get, startTestFront } from "./test-front.ts";
import { CSS, nextPage } from "./test-web.ts";

describe("a remembered page", () => {
  it("is one document: its style in it, our own script, and nothing of the framework's", async () => {
    const front = await startTestFront(onTestFinished);
    const { text } = await get(front.url);
    expect(text).toBe(
      `<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/><style>${CSS}</style><title>Status</title></head>` +
        `<body><main>/ now.</main><script src="/live.js" data-keep="" defer=""></script></body></html>`,
    );
  });

  it("may do nothing but what is in it, by a policy made for exactly these bytes", async () => {
    const front = await startTestFront(onTestFinished);
    const { headers } = await get(front.url);
    const hash = createHash("sha256").update(CSS).digest("base64");
    expect(headers["content-security-policy"]).toBe(
      `default-src 'none'; script-src 'self'; style-src 'sha256-${hash}'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; manifest-src 'self'`,
    );
  });

  it("says how long it may be kept, and carries the headers of every answer", async () => {
    const front = await startTestFront(onTestFinished);
    const { headers } = await get(front.url);
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "public, max-age=0, s-maxage=5, stale-if-error=86400",
      "cdn-cache-control": "public, max-age=5, stale-while-revalidate=30, stale-if-error=86400",
      vary: "Accept-Encoding",
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "strict-transport-security": "max-age=63072000; includeSubDomains",
      "permissions-policy": expect.stringContaining("camera=()"),
    });
    expect(headers.date).toBeDefined();
    expect(headers["set-cookie"]).toBeUndefined();
  });

  it("does not ask for https where the page has none", async () => {
    const front = await startTestFront(onTestFinished, { publicUrl: "http://status.example.test" });
    expect((await get(front.url)).headers["strict-transport-security"]).toBeUndefined();
  });

  it("is sent as small as the reader can take it, and is the same in each encoding", async () => {
    const front = await startTestFront(onTestFinished);
    const plain = await get(front.url);
    const br = await get(front.url, { "accept-encoding": "gzip, deflate, br, zstd" });
    const gzip = await get(front.url, { "accept-encoding": "gzip;q=1.0, br;q=0" });
    expect([plain, br, gzip].map((one) => one.headers["content-encoding"])).toEqual([undefined, "br", "gzip"]);
    expect(brotliDecompressSync(br.bytes).equals(plain.bytes)).toBe(true);
    expect(gunzipSync(gzip.bytes).equals(plain.bytes)).toBe(true);
    for (const one of [plain, br, gzip]) expect(one.headers["content-length"]).toBe(String(one.bytes.length));
  });

  it("is not sent again to who has it", async () => {
    const front = await startTestFront(onTestFinished);
    const etag = String((await get(front.url)).headers.etag);
    const strong = etag.replace(/^W\//, "");
    for (const known of [etag, strong, "*", `"other", ${etag}`, `W/"a",${strong} , "b"`]) {
      const answer = await get(front.url, { "if-none-match": known });
      expect([known, answer.status, answer.bytes.length]).toEqual([known, 304, 0]);
      expect(answer.headers).toMatchObject({ etag, vary: "Accept-Encoding" });
      expect(answer.headers["content-length"]).toBeUndefined();
    }
    for (const other of ['"other"', "", strong.slice(1, -1), etag.toLowerCase()])
      expect((await get(front.url, { "if-none-match": other })).status).toBe(200);
  });

  it("takes a header that comes twice as one list, however it is spelled", async () => {
    const front = await startTestFront(onTestFinished);
    const etag = String((await get(front.url)).headers.etag);
    const twice = await get(front.url, { "ACCEPT-Encoding": ["identity;q=0", "gzip"] });
    expect(twice.headers["content-encoding"]).toBe("gzip");
    expect((await get(front.url, { "IF-None-match": ['"other"', etag] })).status).toBe(304);
  });

  it("answers HEAD with the headers of GET and nothing else", async () => {
    const front = await startTestFront(onTestFinished);
    const whole = await get(front.url, { "accept-encoding": "br" });
    const head = await get(front.url, { "accept-encoding": "br" }, "HEAD");
    expect(head.status).toBe(200);
    expect(head.bytes).toHaveLength(0);
    const without = ({ date, ...rest }: typeof head.headers) => rest;
    expect(without(head.headers)).toEqual(without(whole.headers));
  });

  it("keeps a script of ours that is written in it, by its hash", async () => {
    const front = await startTestFront(onTestFinished);
    const head = '<script type="application/ld+json" data-keep="">{"a":1}</script>';
    front.web.answer = (heard, response) => {
      if (heard.url.endsWith(".css")) return void response.writeHead(404).end();
      response
        .writeHead(200, { "content-type": "text/html" })
        .end(nextPage("words", head).replace(/<link[^>]*css[^>]*>/, ""));
    };
    const answer = await get(`${front.url}/uptime`);
    const hash = createHash("sha256").update('{"a":1}').digest("base64");
    expect(answer.text).toContain(head);
    expect(answer.headers["content-security-policy"]).toContain(`script-src 'self' 'sha256-${hash}'; style-src 'none'`);
  });
});
