import { connect, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { eventually, freePort } from "#e2e/product.ts";
import { afterwards, latest, server, watch } from "#e2e/redis-watch.ts";

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
    const lost = await eventually("lost", () => latest(seen, "degraded_performance", "data.keyspace_loss"));
    expect(lost).toMatchObject({ confirmed: true, facts: { keys_before: 1, keys: 0 } });
    await redis.say("SET session:2 x");
    await eventually("back to what it held", () => latest(seen, "operational"), 15_000);
  });

  it("sees it also when the probe itself was not there meanwhile", async () => {
    const redis = await server();
    const { seen } = watch(redis.url, { runId: "another", keys: 12 });
    expect(await eventually("lost", () => latest(seen, "degraded_performance", "data.keyspace_loss"))).toMatchObject({
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
    afterwards(async () => {
      other.close();
    });
    const strange = watch(`redis://127.0.0.1:${(other.address() as { port: number }).port}`);
    await eventually("not a Redis", () => latest(strange.seen, "major_outage", "proto.not_redis"));
  });

  it("sees that a Redis was emptied by command, however short it answered nothing", async () => {
    const redis = await server();
    await redis.say("MSET session:1 x session:2 x");
    const { seen } = watch(redis.url);
    await eventually("two keys seen", () => seen.find((one) => one.memory?.keys === 2));
    await redis.say("FLUSHALL");
    expect(await eventually("lost", () => latest(seen, "degraded_performance", "data.keyspace_loss"))).toMatchObject({
      confirmed: true,
      facts: { keys_before: 2, lost_by: "flush", flushall_calls: 1 },
    });
  });

  it("sees that what was a primary is a replica now", async () => {
    const redis = await server();
    const { seen } = watch(redis.url);
    await eventually("a primary", () => seen.find((one) => one.memory?.role === "master"));
    await redis.say("REPLICAOF 127.0.0.1 1");
    await eventually("read-only", () => latest(seen, "partial_outage", "state.readonly"));
    await redis.say("REPLICAOF NO ONE");
    await eventually("well again", () => latest(seen, "operational"));
  });

  it("names the slow commands that block it, without what they were asked", async () => {
    const redis = await server(["--enable-debug-command", "yes"]);
    const { seen } = watch(redis.url);
    const sleeping = setInterval(() => void redis.say("DEBUG SLEEP 0.3").catch(() => undefined), 350);
    afterwards(() => clearInterval(sleeping));
    const found = await eventually("slow", () => seen.find((one) => one.facts.slow_command !== undefined));
    expect(found.facts).toMatchObject({ slow_command: "DEBUG" });
    expect(Number(found.facts.slow_ms)).toBeGreaterThanOrEqual(300);
  });

  it("says what Redis says to new connections: too many, or not from there", async () => {
    const redis = await server(["--maxclients", "2"]);
    const { seen } = watch(redis.url);
    await eventually("healthy", () => latest(seen, "operational"));
    const crowd = connect(redis.port, "127.0.0.1");
    afterwards(() => crowd.destroy());
    const full = await eventually("full", () => latest(seen, "degraded_performance", "clients.max"));
    expect(full.facts).toMatchObject({ connected_clients: 2, maxclients: 2 });

    const denied = createServer((socket) => socket.end("-DENIED Redis is running in protected mode because …\r\n"));
    await new Promise<void>((resolve) => denied.listen(0, "127.0.0.1", resolve));
    afterwards(() => denied.close());
    const refused = watch(`redis://127.0.0.1:${(denied.address() as { port: number }).port}`);
    await eventually("denied", () => latest(refused.seen, "major_outage", "auth.denied"));
  });
});
