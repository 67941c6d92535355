import { describe, expect, it } from "vitest";
import { eventually } from "#e2e/product.ts";
import { latest, server, watch } from "#e2e/redis-watch.ts";
import { judgeFacts } from "#lib/diagnosis/diagnose.ts";
import { impactOn } from "#lib/domain/role.ts";

const uses = (role: string, more = "") => `every: 250ms, roles: { it: ${role} }${more}`;

describe("what a Redis is used for", () => {
  it("is done for each role, under one prefix, never more than one write a second however many watch it", async () => {
    const redis = await server();
    const begun = Date.now();
    const probes = ["queue", "pubsub", "locks"].map((role) => watch(redis.url, {}, uses(role)));
    const [queue, pubsub, locks] = probes.map((one) => one.seen);
    await eventually("a queue", () => queue?.at(-1)?.facts.blocking_pop === "ok" && queue.at(-1)?.facts.write === "ok");
    await eventually("messages", () => pubsub?.at(-1)?.facts.publish === "ok");
    const done = await eventually("locks", () => locks?.at(-1)?.facts.expiry === "ok" && locks.at(-1));
    expect(done).toMatchObject({ status: "operational", facts: { write: "ok", read: "ok" } });
    expect(queue?.at(-1)?.facts).not.toHaveProperty("expiry");
    const seconds = (Date.now() - begun) / 1_000;
    const stats = await redis.say("INFO commandstats");
    const calls = (name: string) => Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
    const writes = ["set", "rpush", "pexpire", "blpop", "publish"].reduce((sum, name) => sum + calls(name), 0);
    expect(writes).toBeLessThanOrEqual(seconds + 3);
    const keys = await redis.say("KEYS *");
    expect(keys.match(/pulsepage:canary:main(?!:)/g)?.length ?? 0).toBe(Number(keys.slice(1, keys.indexOf("\r"))));
  });

  it("is not tried where no role is declared, or nothing may be written", async () => {
    const redis = await server();
    const quiet = [watch(redis.url), watch(redis.url, {}, uses("sessions", ", read_only: true"))];
    for (const { seen } of quiet) await eventually("looks", () => seen.length >= 6);
    expect(await redis.say("INFO commandstats")).not.toMatch(/cmdstat_(set|rpush|publish|exists)/);
    expect(quiet.flatMap(({ seen }) => seen.filter((one) => "write" in one.facts))).toEqual([]);
  });

  it("is not visible to a user without the right to write, and no alarm", async () => {
    const redis = await server();
    await redis.say("ACL SETUSER status on >secret resetchannels -@all +ping +info");
    const probes = ["sessions", "queue", "pubsub"].map((role) =>
      watch(redis.url.replace("redis://", "redis://status:secret@"), {}, uses(role)),
    );
    for (const { seen } of probes) await eventually("looks", () => seen.length >= 8);
    const seen = probes.flatMap((one) => one.seen);
    expect(seen.filter((one) => one.status !== "operational")).toEqual([]);
    expect(seen.some((one) => one.facts.write !== undefined || one.facts.publish !== undefined)).toBe(false);
  });

  it("is found out when it cannot be done, and told by Redis' own words", async () => {
    const cases = [
      ["state.oom", /^OOM/, "CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0"],
      ["state.noreplicas", /^NOREPLICAS/, "CONFIG SET min-replicas-to-write 1", "CONFIG SET min-replicas-to-write 0"],
      ["state.readonly", /^READONLY/, "REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE"],
      ["write.refused", /^late$/, "CLIENT PAUSE 60000 WRITE", "CLIENT UNPAUSE"],
    ] as const;
    const outcomes = cases.map(async ([cause, words, breaks, mends]) => {
      const redis = await server();
      const { seen } = watch(redis.url, {}, uses("sessions"));
      await eventually("writes", () => seen.at(-1)?.facts.write === "ok");
      await redis.say(breaks);
      const found = await eventually(cause, () => words.test(String(seen.at(-1)?.facts.write)) && seen.at(-1));
      await redis.say(mends);
      await eventually("writes again", () => latest(seen, "operational"));
      return { cause: found.cause, status: found.status };
    });
    expect(await Promise.all(outcomes)).toEqual(cases.map(([cause]) => ({ cause, status: "partial_outage" })));
  });

  it("leaves nothing behind that would be missed: an empty Redis that restarts has lost nothing", async () => {
    const redis = await server();
    const { seen } = watch(redis.url, {}, uses("sessions"));
    await eventually("a look after a write", () => seen.at(-1)?.facts.keys === 1 && seen.at(-1)?.memory?.keys === 0);
    await redis.kill("SIGKILL");
    await eventually("down", () => latest(seen, "major_outage", "conn.refused"));
    await redis.restart();
    const back = await eventually("back", () => latest(seen, "operational"));
    expect(back.facts.keys).toBeLessThanOrEqual(1);
    expect(seen.some((one) => one.cause === "data.keyspace_loss")).toBe(false);
  });
});

it("says of each role what it means for that role alone", () => {
  const impact = (facts: Record<string, string>, role: "sessions" | "queue" | "pubsub" | "cache") =>
    impactOn(judgeFacts(facts, 0), role);
  expect(impact({ publish: "lost" }, "pubsub")).toBe("major_outage");
  expect(impact({ publish: "lost" }, "sessions")).toBe("operational");
  expect(impact({ blocking_pop: "late" }, "queue")).toBe("major_outage");
  expect(impact({ blocking_pop: "late" }, "cache")).toBe("operational");
  expect(impact({ write: "ERR out of order" }, "queue")).toBe("major_outage");
  expect(impact({ write: "ERR out of order" }, "cache")).toBe("degraded_performance");
  expect(judgeFacts({ write: "ok", read: "ok", expiry: "ok" }, 0).status).toBe("operational");
});
