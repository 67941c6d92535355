import { Redis } from "ioredis";
import { describe, expect, it } from "vitest";
import { startRedis } from "#e2e/redis-server.ts";
import { diagnose } from "#lib/diagnosis/diagnose.ts";
import { draftWords } from "#lib/diagnosis/words.ts";
import { SECOND } from "#lib/domain/instant.ts";
import type { Role } from "#lib/domain/role.ts";
import { OptionalQuestions } from "#lib/monitor/recorder/optional.ts";
import { parseInfo } from "./info.ts";
import { type SessionsSettings, SessionWatch } from "./sessions.ts";

type Test = { onTestFinished(undo: () => Promise<void>): void };

/** A Redis that holds sessions beside other things, and a watch that looks at it every ten seconds of its own time. */
async function watched(
  test: Test,
  settings: SessionsSettings | null,
  roles: Role[] = ["sessions", "cache"],
  rights = "",
) {
  const server = await startRedis();
  test.onTestFinished(() => server.stop());
  const redis = new Redis(server.url, { lazyConnect: true, protocol: 2, enableReadyCheck: false });
  await redis.connect();
  test.onTestFinished(async () => redis.disconnect());
  if (rights) await redis.call("ACL", "SETUSER", "status", "on", ">secret", ...rights.split(" "));
  const asker = rights ? redis.duplicate({ username: "status", password: "secret" }) : redis.duplicate();
  await asker.connect();
  test.onTestFinished(async () => asker.disconnect());
  const watch = new SessionWatch(settings, roles);
  const questions = new OptionalQuestions();
  let now = 1_000_000;
  return {
    redis,
    fill: (prefix: string, count: number) =>
      redis.eval("for i = 1, ARGV[2] do redis.call('SET', ARGV[1] .. i, i) end", 0, prefix, count),
    facts: () => watch.facts(now),
    async look(times = 1, over: Record<string, string> = {}) {
      for (let i = 0; i < times; i += 1) {
        now += 10 * SECOND;
        const info = { ...parseInfo(await redis.info()), ...over };
        await watch.look((command, ...args) => asker.call(command, ...args), questions, info, now);
      }
      return watch.facts(now);
    },
  };
}

const DELETE = "for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('DEL', key) end";

describe("sessions", () => {
  it("among much else are counted by a sample, and missed when they are deleted", async (test) => {
    const store = await watched(test, { pattern: "session:*" });
    await store.fill("session:", 1_000);
    await store.fill("other:", 9_000);
    const { session_keys } = await store.look(6);
    expect(Number(session_keys)).toBeGreaterThan(600);
    expect(Number(session_keys)).toBeLessThan(1_500);
    await store.redis.eval(DELETE, 0, "session:*");
    const facts = await store.look();
    expect(Number(facts.session_keys_before)).toBeGreaterThan(600);
    const [lost] = diagnose(facts);
    expect(lost).toMatchObject({
      cause: "sessions.lost",
      status: "degraded_performance",
      impacts: { cache: "operational" },
    });
    expect(draftWords("sessions.lost", "degraded_performance", ["Sign-in"], null, facts).body).toContain(
      "You may need to sign in again.",
    );
    await store.fill("session:", 1_000);
    expect(diagnose(await store.look())).toEqual([]);
  });

  it("in a database of their own are counted without looking at a key", async (test) => {
    const store = await watched(test, { db: 3 }, ["sessions"], "-@all +ping");
    await store.redis.select(3);
    await store.fill("s", 80);
    expect(await store.look(6)).toEqual({ used_for: "sessions", session_keys: 80 });
    await store.redis.flushdb();
    expect(await store.look()).toEqual({ used_for: "sessions", session_keys: 0, session_keys_before: 80 });
  });

  it("that expire have ended, and few ones come and go", async (test) => {
    const store = await watched(test, { pattern: "session:*" });
    await store.fill("session:", 100);
    await store.look(6, { expired_keys: "10" });
    await store.redis.eval(DELETE, 0, "session:*");
    expect(await store.look(1, { expired_keys: "110" })).toMatchObject({ session_keys: 0 });
    expect(store.facts()).not.toHaveProperty("session_keys_before");
    await store.fill("session:", 30);
    await store.look(6);
    await store.redis.eval(DELETE, 0, "session:*");
    expect(await store.look()).not.toHaveProperty("session_keys_before");
  });

  it("that are too few in the sample to be told from chance are never missed", async (test) => {
    const store = await watched(test, { pattern: "session:*" });
    await store.fill("session:", 60);
    await store.fill("other:", 30_000);
    await store.look(6);
    await store.redis.eval(DELETE, 0, "session:*");
    expect(await store.look(3)).not.toHaveProperty("session_keys_before");
  });

  it("are found by the patterns that Redis knows", async (test) => {
    const store = await watched(test, { pattern: "s[a-c]?:\\*.x*" });
    for (const key of ["sa1:*.x", "sb2:*.xyz", "sd1:*.x", "sa1:+.x", "sa1:*1x"]) await store.redis.set(key, "1");
    const known = (await store.redis.keys("s[a-c]?:\\*.x*")).length;
    expect(known).toBe(2);
    expect((await store.look()).session_keys).toBe(known);
  });

  it("that we may not see are not visible, and no alarm", async (test) => {
    const store = await watched(test, { pattern: "session:*" }, ["sessions"], "-@all +ping");
    await store.fill("session:", 100);
    expect(await store.look(6)).toEqual({ used_for: "sessions" });
  });
});

describe("the policy of a Redis that is used for sessions or jobs", () => {
  const policy = (maxmemory_policy: string, used_for: string, maxmemory = 1_000) =>
    diagnose({ maxmemory_policy, used_for, maxmemory }).map((one) => [one.cause, one.status]);

  it("is noted when it lets any key go, and only there", () => {
    expect(policy("allkeys-lru", "cache, sessions")).toEqual([["sessions.eviction_policy", null]]);
    expect(policy("allkeys-lfu", "queue")).toEqual([["sessions.eviction_policy", null]]);
    expect(policy("allkeys-lru", "cache")).toEqual([]);
    expect(policy("noeviction", "sessions")).toEqual([]);
    expect(policy("allkeys-lru", "sessions", 0)).toEqual([]);
  });
});
