import { readFileSync } from "node:fs";
import { Redis } from "ioredis";
import { expect, it } from "vitest";
import { startRedis } from "#e2e/redis-server.ts";
import { SECOND } from "#lib/domain/instant.ts";
import { BullmqReader, bullmqWorkers } from "./bullmq.ts";
import { RqReader } from "./rq.ts";
import { countWaiting } from "./rq-workers.ts";

type Kept = { type: string; ttl: number; value: unknown };
type Test = { onTestFinished(undo: () => Promise<void>): void };

const recorded = (name: string) => readFileSync(new URL(`./recorded/${name}`, import.meta.url), "utf8");
const bytes = (value: unknown) =>
  typeof value === "object" && value !== null && "base64" in value
    ? Buffer.from(String(value.base64), "base64")
    : String(value);

/** A Redis with every key as it was recorded from a real installation. */
async function restored(test: Test, ...files: string[]): Promise<Redis> {
  const server = await startRedis();
  test.onTestFinished(() => server.stop());
  const redis = new Redis(server.url, { lazyConnect: true, protocol: 2 });
  await redis.connect();
  test.onTestFinished(async () => redis.disconnect());
  for (const file of files)
    for (const [key, kept] of Object.entries(JSON.parse(recorded(file)) as Record<string, Kept>))
      await restore(redis, key, kept);
  return redis;
}

async function restore(redis: Redis, key: string, { type, ttl, value }: Kept): Promise<void> {
  const list = Array.isArray(value) ? value : [];
  if (type === "string") await redis.set(key, bytes(value));
  if (type === "list") await redis.rpush(key, ...list.map(bytes));
  if (type === "set") await redis.sadd(key, ...list.map(bytes));
  if (type === "zset")
    for (let i = 0; i < list.length; i += 2) await redis.zadd(key, String(list[i + 1]), bytes(list[i]));
  if (type === "hash")
    for (const [field, one] of Object.entries(value as Record<string, unknown>))
      await redis.hset(key, field, bytes(one));
  if (type === "stream")
    for (const [id, fields] of list as [string, unknown[]][]) await redis.xadd(key, id, ...fields.map(bytes));
  if (ttl > 0) await redis.expire(key, ttl);
}

const BUSY_AT = Date.parse("2026-11-23T00:32:45Z");
const DEFAULT = { name: "default", promiseMs: 60 * SECOND };

it("reads a busy RQ: what waits, runs, is deferred, scheduled and failed, and since when", async (test) => {
  const redis = await restored(test, "rq-worker-busy.json");
  const { queues, workers } = await new RqReader([DEFAULT], 0).read(redis, BUSY_AT);
  expect(queues).toEqual([
    {
      ...DEFAULT,
      depth: 2,
      head: "waiting-1",
      oldestAt: Date.parse("2026-11-23T00:32:35.739Z"),
      isPaused: false,
      running: 1,
      abandoned: 0,
      failed: 1,
      deferred: 1,
      stuck: 0,
      scheduled: 1,
      overdue: 0,
      oldestDueAt: null,
      hasScheduler: true,
      ended: null,
      failedSince: 0,
      failureKinds: [],
    },
  ]);
  // Nobody listens to its channel here, and this Redis is younger than it: nothing can be said of it.
  expect(workers).toMatchObject([{ name: "alpha", doing: "busy", queues: ["high", "default"], health: "unknown" }]);
});

it("tells what ended since the look before, and with what class of exception", async (test) => {
  const redis = await restored(test, "rq-worker-busy.json");
  const reader = new RqReader([DEFAULT], 0);
  const failedAt = await redis.zscore("rq:failed:default", "failed-1");
  await redis.zrem("rq:failed:default", "failed-1");
  await reader.read(redis, BUSY_AT);
  await redis.zadd("rq:failed:default", String(failedAt), "failed-1");
  await redis.zadd("rq:finished:default", BUSY_AT / SECOND + 500, "another");
  await redis.zadd("rq:finished:default", BUSY_AT / SECOND + 2, "gone-soon");
  const [queue] = (await reader.read(redis, BUSY_AT + 5 * SECOND)).queues;
  expect(queue).toMatchObject({ ended: 3, failedSince: 1, failureKinds: ["RuntimeError"] });
  const [again] = (await reader.read(redis, BUSY_AT + 10 * SECOND)).queues;
  expect(again).toMatchObject({ ended: 0, failedSince: 0 });
});

it("counts jobs that leave no result from what workers say, and nothing twice", async (test) => {
  const redis = await restored(test, "rq-worker-busy.json");
  const reader = new RqReader([DEFAULT], 0);
  await reader.read(redis, BUSY_AT);
  await redis.hset("rq:worker:alpha", "successful_job_count", 5);
  await redis.zadd("rq:finished:default", BUSY_AT / SECOND + 500, "another");
  expect((await reader.read(redis, BUSY_AT + 5 * SECOND)).queues).toMatchObject([{ ended: 4 }]);
  // The registry is ahead of the worker's counter for one look.
  await redis.zadd("rq:finished:default", BUSY_AT / SECOND + 500, "a-third");
  expect((await reader.read(redis, BUSY_AT + 10 * SECOND)).queues).toMatchObject([{ ended: 1 }]);
  await redis.hset("rq:worker:alpha", "successful_job_count", 6);
  expect((await reader.read(redis, BUSY_AT + 15 * SECOND)).queues).toMatchObject([{ ended: 0 }]);
});

it("sees that a deferred job waits for one that failed or is gone", async (test) => {
  const redis = await restored(test, "rq-worker-busy.json");
  const stuck = async () => (await new RqReader([DEFAULT], 0).read(redis, BUSY_AT)).queues[0]?.stuck;
  await redis.hset("rq:job:running-1", "status", "failed");
  expect(await stuck()).toBe(1);
  await redis.del("rq:job:running-1");
  expect(await stuck()).toBe(1);
  await redis.hset("rq:job:deferred-1", "dependency_ids", "[]", "dependency_id", "failed-1");
  expect(await stuck()).toBe(1);
});

it("sees jobs whose lease is over, those that are overdue, and that the lock of the scheduler is gone", async (test) => {
  const redis = await restored(test, "rq-worker-busy.json");
  await redis.del("rq:scheduler-lock:default");
  const later = Date.parse("2026-11-23T01:40:00Z");
  const [queue] = (await new RqReader([], 60 * SECOND).read(redis, later)).queues;
  expect(queue).toMatchObject({
    name: "default",
    promiseMs: 60 * SECOND,
    abandoned: 1,
    overdue: 1,
    hasScheduler: false,
  });
  expect(queue?.oldestDueAt).toBe(1795397555 * SECOND);
});

it("reads on from a Redis that came back empty under a worker which nobody has registered", async (test) => {
  const redis = await restored(test, "rq-after-empty-restart.json");
  const { queues, workers } = await new RqReader([DEFAULT], 0).read(redis, BUSY_AT);
  expect(queues).toMatchObject([{ depth: 0, oldestAt: null, running: 0 }]);
  expect(workers).toEqual([]);
});

it("reads a BullMQ queue: what waits, runs without a lock, is delayed and prioritized", async (test) => {
  const redis = await restored(test, "bullmq-mail.json");
  const at = 1795396801026 + 20 * SECOND;
  const reader = new BullmqReader([{ name: "mail", promiseMs: 60 * SECOND }], "bull");
  const [queue] = (await reader.read(redis, at)).queues;
  expect(queue).toMatchObject({
    depth: 11,
    head: "3",
    oldestAt: 1795393687102,
    running: 2,
    abandoned: 1,
    scheduled: 1,
    overdue: 0,
    failed: 0,
    isPaused: false,
    ended: null,
  });
  await redis.lrem("bull:mail:active", 1, "1");
  await redis.zadd("bull:mail:failed", at, "4");
  await redis.lrem("bull:mail:wait", 1, "4");
  await redis.hset("bull:mail:4", "stacktrace", JSON.stringify(["TypeError: s3cret\n    at run (/app/x.js:1:1)"]));
  const [next] = (await reader.read(redis, at + 60 * SECOND)).queues;
  expect(next).toMatchObject({ ended: 2, failedSince: 1, failureKinds: ["TypeError"], overdue: 1 });
  expect(next?.oldestDueAt).toBe(1795396861025);
});

it("knows workers of BullMQ by the names of their connections, and RQ's by what they block on", () => {
  expect(bullmqWorkers(recorded("bullmq-client-list.txt"), "bull", 2_000)).toEqual([
    { name: "w-lab", health: "alive", doing: "busy", queues: ["mail"], bornAt: 1_000, heartbeatAt: null },
  ]);
  expect(countWaiting(recorded("rq-client-list.txt"))).toBe(1);
});
