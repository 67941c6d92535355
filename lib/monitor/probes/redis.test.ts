import { createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { eventually, freePort } from "#e2e/product.ts";
import { type RedisServer, startRedis } from "#e2e/redis-server.ts";
import { defaultStatusFile } from "#lib/config/status-file.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { createLog } from "#lib/log.ts";
import type { Probe } from "./probe.ts";
import { startRedisProbe } from "./redis.ts";

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function server(args: string[] = []): Promise<RedisServer> {
  const redis = await startRedis(args);
  undo.push(() => redis.stop());
  return redis;
}

/** A probe on that address, and everything it has seen. */
function watch(url: string, memory: Record<string, string | number> = {}): { seen: Observation[]; probe: Probe } {
  const seen: Observation[] = [];
  const [settings] = defaultStatusFile(url).monitors;
  if (settings?.type !== "redis") throw new Error("The default watches a Redis.");
  const context = { memory, log: createLog("error", "test"), clock: () => Date.now(), lastBeatAt: async () => null };
  const probe = startRedisProbe({ ...settings, every: 250 }, context, (one) => seen.push(one));
  undo.push(() => probe.stop());
  return { seen, probe };
}

const latest = (seen: Observation[], status: Observation["status"], cause: string | null = null) => {
  const last = seen.at(-1);
  return last && last.status === status && last.cause === cause ? last : undefined;
};

describe("the Redis probe", () => {
  it("sees a healthy Redis, a killed one as refused and certain, and its return", async () => {
    const redis = await server();
    const { seen } = watch(redis.url);
    await eventually("healthy", () => latest(seen, "operational"));
    await redis.kill("SIGKILL");
    const down = await eventually("down", () => latest(seen, "major_outage", "conn.refused"));
    expect(down.confirmed).toBe(true);
    expect(down.since).toBeLessThanOrEqual(down.at);
    await redis.restart();
    expect((await eventually("back", () => latest(seen, "operational"))).at).toBeGreaterThan(down.at);
  });

  it("sees a frozen Redis as one that does not answer, and its return", async () => {
    const redis = await server();
    const { seen } = watch(redis.url);
    await eventually("healthy", () => latest(seen, "operational"));
    await redis.kill("SIGSTOP");
    expect((await eventually("hung", () => latest(seen, "major_outage", "conn.hung"))).confirmed).toBe(true);
    await redis.kill("SIGCONT");
    await eventually("back", () => latest(seen, "operational"));
  });

  it("does not call a quick restart an outage", async () => {
    const redis = await server();
    const { seen } = watch(redis.url);
    await eventually("healthy", () => latest(seen, "operational"));
    await redis.kill("SIGKILL");
    await redis.restart();
    const before = seen.length;
    await eventually("four more looks", () => seen.length >= before + 4);
    expect(seen.filter((one) => one.status !== "operational")).toEqual([]);
  });

  it("does not call short pauses an outage", async () => {
    const redis = await server();
    const { seen } = watch(redis.url);
    await eventually("healthy", () => latest(seen, "operational"));
    for (let i = 0; i < 3; i += 1) {
      const before = seen.length;
      await redis.say("CLIENT PAUSE 200 ALL");
      await eventually("a look after the pause", () => seen.length > before);
    }
    expect(seen.filter((one) => one.status !== "operational")).toEqual([]);
  });

  it("sees that a Redis came back empty, with the number of keys it held", async () => {
    const redis = await server();
    await redis.say("SET session:1 x");
    const { seen } = watch(redis.url);
    await eventually("one key seen", () => seen.find((one) => one.memory?.keys === 1));
    await redis.kill("SIGKILL");
    await eventually("down", () => latest(seen, "major_outage", "conn.refused"));
    await redis.restart();
    const lost = await eventually("lost", () => latest(seen, "degraded_performance", "data.lost"));
    expect(lost).toMatchObject({ confirmed: true, facts: { keys_before: 1, keys: 0 } });
    await redis.say("SET session:2 x");
    await eventually("back to what it held", () => latest(seen, "operational"), 15_000);
  });

  it("sees it also when the probe itself was not there meanwhile", async () => {
    const redis = await server();
    const { seen } = watch(redis.url, { runId: "another", keys: 12 });
    expect(await eventually("lost", () => latest(seen, "degraded_performance", "data.lost"))).toMatchObject({
      facts: { keys_before: 12 },
    });
  });

  it("does not blame a Redis that refuses our password, and says why we cannot look", async () => {
    const redis = await server(["--requirepass", "right-password"]);
    const { seen } = watch(redis.url.replace("redis://", "redis://:wrong-password@"));
    const blind = await eventually("blind", () => seen.find((one) => one.status === null));
    expect(blind.cause).toBe("auth.wrongpass");
    expect(JSON.stringify(seen)).not.toContain("wrong-password");
    expect(seen.some((one) => one.status !== null)).toBe(false);
  });

  it("sees a full memory that refuses writes, though PING is fine", async () => {
    const redis = await server(["--maxmemory", "400kb", "--maxmemory-policy", "noeviction"]);
    const { seen } = watch(redis.url);
    expect((await eventually("full", () => latest(seen, "partial_outage", "state.oom"))).facts).toMatchObject({
      maxmemory_policy: "noeviction",
    });
  });

  it("needs no more than PING: a user without INFO is no alarm", async () => {
    const redis = await server();
    await redis.say("ACL SETUSER status on >secret -@all +ping");
    const { seen } = watch(redis.url.replace("redis://", "redis://status:secret@"));
    await eventually("healthy", () => latest(seen, "operational"));
  });

  it("names what is wrong on an address that nobody, or something else, listens on", async () => {
    const nobody = watch(`redis://127.0.0.1:${await freePort()}`);
    await eventually("refused", () => latest(nobody.seen, "major_outage", "conn.refused"));
    const other = createServer((socket) =>
      socket.on("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")).on("error", () => undefined),
    );
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    undo.push(async () => {
      other.close();
    });
    const strange = watch(`redis://127.0.0.1:${(other.address() as { port: number }).port}`);
    await eventually("not a Redis", () => latest(strange.seen, "major_outage", "proto.not_redis"));
  });
});
