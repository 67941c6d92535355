import { createServer, type RequestListener } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { eventually, freePort } from "#e2e/product.ts";
import { parseStatusFile } from "#lib/config/status-file.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { createLog } from "#lib/log.ts";
import { startProbe } from "./index.ts";

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  undo.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as { port: number }).port}`;
}

/** Watches with a monitor written as in status.yaml; `beatAt` is when the last heartbeat came. */
function watch(monitor: string, beatAt: number | null = null): Observation[] {
  const text = `components: [{ slug: c, name: C }]\nmonitors: [{ key: m, components: [c], ${monitor} }]`;
  const [settings] = parseStatusFile(text, "status.yaml", {}).monitors;
  if (!settings) throw new Error("One monitor is written above.");
  const seen: Observation[] = [];
  const context = {
    memory: {},
    log: createLog("error", "test"),
    clock: () => Date.now(),
    lastBeatAt: async () => beatAt,
  };
  const probe = startProbe(settings, context, (one) => seen.push(one));
  undo.push(() => probe.stop());
  return seen;
}

const first = (seen: Observation[]) => eventually("an observation", () => seen[0]);

describe("the HTTP probe", () => {
  it("takes an answer as well, and says how long it took", async () => {
    const host = await serve((_, response) => response.end("all fine"));
    const seen = await first(watch(`type: http, url: "http://${host}/health", contains: fine`));
    expect(seen).toMatchObject({ status: "operational", cause: null, facts: { code: 200 } });
    expect(seen.latencyMs).toBeGreaterThan(0);
  });

  it.each([
    [
      "an error status",
      (response: { writeHead(status: number): { end(text?: string): void } }) => response.writeHead(500).end("fine"),
      "http.status",
    ],
    [
      "a text without what is looked for",
      (response: { writeHead(status: number): { end(text?: string): void } }) => response.writeHead(200).end("broken"),
      "http.body",
    ],
  ])("takes %s as an outage", async (_, answer, cause) => {
    const host = await serve((_request, response) => void answer(response));
    expect(await first(watch(`type: http, url: "http://${host}/", contains: fine`))).toMatchObject({
      status: "major_outage",
      cause,
    });
  });

  it("takes silence and a closed port as outages of their own kind", async () => {
    const host = await serve(() => undefined);
    expect(await first(watch(`type: http, url: "http://${host}/", timeout: 100ms`))).toMatchObject({
      status: "major_outage",
      cause: "http.timeout",
    });
    expect(await first(watch(`type: http, url: "http://127.0.0.1:${await freePort()}/"`))).toMatchObject({
      status: "major_outage",
      cause: "conn.refused",
    });
  });

  it("takes an answer that is slower than asked for as degraded", async () => {
    const host = await serve((_, response) => setTimeout(() => response.end("fine"), 60));
    expect(await first(watch(`type: http, url: "http://${host}/", slow_after: 20ms`))).toMatchObject({
      status: "degraded_performance",
      cause: "http.slow",
    });
  });
});

describe("the TCP probe", () => {
  it("tells an open port from a closed one", async () => {
    const host = await serve(() => undefined);
    expect(await first(watch(`type: tcp, address: "${host}"`))).toMatchObject({ status: "operational" });
    expect(await first(watch(`type: tcp, address: "127.0.0.1:${await freePort()}"`))).toMatchObject({
      status: "major_outage",
      cause: "conn.refused",
    });
  });
});

describe("the heartbeat probe", () => {
  it("knows nothing before the first beat, is well after one, and names when a late one was due", async () => {
    expect(await first(watch("type: heartbeat, every: 60s, grace: 10s"))).toMatchObject({ status: null });
    expect(await first(watch("type: heartbeat, every: 60s, grace: 10s", Date.now() - 65_000))).toMatchObject({
      status: "operational",
    });
    const beatAt = Date.now() - 100_000;
    expect(await first(watch("type: heartbeat, every: 60s, grace: 10s", beatAt))).toMatchObject({
      status: "major_outage",
      cause: "heartbeat.late",
      since: beatAt + 70_000,
    });
  });
});
