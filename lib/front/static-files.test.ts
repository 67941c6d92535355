import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { expect, it, onTestFinished } from "vitest";
import { get, startTestFront } from "./test-front.ts";
import { sayRaw } from "./test-wire.ts";

async function frontWithFiles() {
  const root = mkdtempSync(join(tmpdir(), "pulsepage-root-"));
  mkdirSync(join(root, "public", "images"), { recursive: true });
  mkdirSync(join(root, ".next", "static", "chunks"), { recursive: true });
  writeFileSync(join(root, "public", "live.js"), "tick();".repeat(100));
  writeFileSync(join(root, "public", ".secret"), "secret");
  writeFileSync(join(root, "public", "images", "a.png"), "not text ".repeat(100));
  writeFileSync(join(root, ".next", "static", "chunks", "app.js"), "run();".repeat(100));
  writeFileSync(join(root, ".next", "BUILD_ID"), "secret");
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const front = await startTestFront(onTestFinished, { root });
  front.web.answer = (_, response) => void response.writeHead(404).end("the renderer's");
  return front;
}

it("built files are kept for ever and files of ours for a while, both without the renderer", async () => {
  const front = await frontWithFiles();
  await front.web.fall();
  const built = await get(`${front.url}/_next/static/chunks/app.js?dpl=1`, { "accept-encoding": "br" });
  expect(built.headers).toMatchObject({
    "cache-control": "public, max-age=31536000, immutable",
    "content-type": "text/javascript; charset=utf-8",
    "content-encoding": "br",
    "x-content-type-options": "nosniff",
  });
  expect(brotliDecompressSync(built.bytes).toString()).toBe("run();".repeat(100));
  const own = await get(`${front.url}/live.js`);
  expect(own.headers["cache-control"]).toContain("max-age=300");
  expect((await get(`${front.url}/live.js`, { "if-none-match": String(own.headers.etag) })).status).toBe(304);
});

it("pictures are sent as they are", async () => {
  const front = await frontWithFiles();
  const answer = await get(`${front.url}/images/a.png`, { "accept-encoding": "br, gzip" });
  expect(answer.headers["content-type"]).toBe("image/png");
  expect(answer.headers["content-encoding"]).toBeUndefined();
  expect(answer.text).toContain("not text");
});

it.each([
  "/../.next/BUILD_ID",
  "/%2e%2e/.next/BUILD_ID",
  "/.secret",
  "/_next/static/../BUILD_ID",
  "/images",
  "/images/",
])("no address leads out of the two folders: %s", async (path) => {
  const front = await frontWithFiles();
  const text = await sayRaw(front.port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  expect(text).not.toContain("secret");
  // Steps up the tree are refused at the door; what merely is no file of ours is the renderer's to answer.
  expect(text).toMatch(/^HTTP\/1\.1 400 |the renderer's/);
});
