import { createServer, type IncomingMessage } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { openSqlite } from "#e2e/stores.ts";
import { MINUTE, SECOND } from "#lib/domain/instant.ts";
import { quietLog } from "#lib/front/test-front.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { Purge } from "./purge.ts";

const NOW = Date.parse("2026-11-23T14:00:00Z");

async function startCache(): Promise<{ url: string; host: string; heard: IncomingMessage[]; status: number }> {
  const server = createServer((request, response) => {
    cache.heard.push(request);
    request.resume();
    response.writeHead(cache.status).end("secret words of theirs");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const host = `127.0.0.1:${(server.address() as { port: number }).port}`;
  const cache = { url: `http://${host}/purge`, host, heard: [] as IncomingMessage[], status: 200 };
  return cache;
}

describe("The caches in front of the page", () => {
  it("are purged once per change, when the fronts have heard of it, and once after a start", async () => {
    await using store = await openSqlite();
    const cache = await startCache();
    const purge = { url: cache.url, method: "POST", headers: { "fastly-key": "k" } };
    const one = new Purge({ db: store.db, config: { purge, outboundAllow: [cache.host] }, log: quietLog([]) });
    await one.tick(NOW);
    expect(cache.heard).toHaveLength(0);
    await one.tick(NOW + SECOND);
    await one.tick(NOW + MINUTE);
    expect(cache.heard).toHaveLength(1);
    expect([cache.heard[0]?.method, cache.heard[0]?.headers["fastly-key"]]).toEqual(["POST", "k"]);
    for (let i = 0; i < 3; i += 1) await bumpVersion(store.db, NOW + MINUTE);
    for (const ms of [0, 250, 500, 750]) await one.tick(NOW + 2 * MINUTE + ms);
    expect(cache.heard).toHaveLength(1);
    for (const ms of [1_000, 1_250, 5_000]) await one.tick(NOW + 2 * MINUTE + ms);
    expect(cache.heard).toHaveLength(2);
  });

  it("are asked again, less and less often, until they say yes; what they say is not written down", async () => {
    await using store = await openSqlite();
    const cache = await startCache();
    cache.status = 503;
    const said: string[] = [];
    const purge = { url: cache.url, method: "PURGE", headers: {} };
    const one = new Purge({ db: store.db, config: { purge, outboundAllow: [cache.host] }, log: quietLog(said) });
    for (let second = 0; second < 20; second += 1) await one.tick(NOW + second * SECOND);
    // After 1 s, then after 1, 2, 4 and 8 s more.
    expect(cache.heard).toHaveLength(5);
    expect(said.join()).toContain("503");
    expect(said.join()).not.toMatch(/secret words|127\.0\.0\.1/);
    cache.status = 204;
    await one.tick(NOW + 5 * MINUTE);
    await one.tick(NOW + 10 * MINUTE);
    expect(cache.heard).toHaveLength(6);
  });

  it("inside a network are asked only where OUTBOUND_ALLOW names them", async () => {
    await using store = await openSqlite();
    const cache = await startCache();
    const said: string[] = [];
    const purge = { url: cache.url, method: "POST", headers: {} };
    const one = new Purge({ db: store.db, config: { purge, outboundAllow: [] }, log: quietLog(said) });
    await one.tick(NOW);
    await one.tick(NOW + SECOND);
    expect(cache.heard).toEqual([]);
    expect(said).toHaveLength(1);
  });
});
