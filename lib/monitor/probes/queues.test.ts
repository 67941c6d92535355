import { describe, expect, it } from "vitest";
import { deploySentinels } from "#e2e/laboratory/deployments.ts";
import { eventually, freePort } from "#e2e/product.ts";
import { type RedisServer, startRedis } from "#e2e/redis-server.ts";
import { type Rq, startRq } from "#e2e/rq.ts";
import { parseStatusFile } from "#lib/config/status-file.ts";
import { ruleOf } from "#lib/diagnosis/rules/index.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { queuesOf, workersOf } from "#lib/domain/queue.ts";
import { createLog } from "#lib/log.ts";
import { startProbe } from "./index.ts";

/** Real workers take their time to start: the tests run beside each other, each with servers of its own. */
type Test = { onTestFinished(undo: () => Promise<void>): void };

async function server(test: Test, args: string[] = []): Promise<RedisServer> {
  const redis = await startRedis(args);
  test.onTestFinished(() => redis.stop());
  return redis;
}

function rqOn(test: Test, redis: RedisServer): Rq {
  const rq = startRq(redis.url);
  test.onTestFinished(() => rq.stop());
  return rq;
}

/** Watches as written in status.yaml, a look a second. */
function watch(test: Test, url: string, monitor = "queues: [default]", more = ""): Observation[] {
  return watchWhere(test, `url: "${url}"`, monitor, more);
}

/** The same of a Redis that is found in another way. */
function watchWhere(test: Test, where: string, monitor = "queues: [default]", more = ""): Observation[] {
  const lines = `{ key: jobs, type: rq, ${where}, components: [c], every: 1s, ${monitor} }`;
  const file = `components: [{ slug: c, name: C }]\nmonitors: [${lines}${more}]`;
  const [settings] = parseStatusFile(file, "status.yaml", {}).monitors;
  if (!settings) throw new Error("One monitor is written above.");
  const seen: Observation[] = [];
  const context = {
    memory: {},
    log: createLog("error", "test"),
    clock: () => Date.now(),
    lastBeatAt: async () => null,
  };
  const probe = startProbe(settings, context, (one) => seen.push(one));
  test.onTestFinished(() => probe.stop());
  return seen;
}

const latest = (seen: Observation[], cause: string | null) => {
  const last = seen.at(-1);
  return last?.cause === cause ? last : undefined;
};
const noted = (seen: Observation[], cause: string) =>
  seen.at(-1)?.diagnoses?.some((one) => one.cause === cause) ? seen.at(-1) : undefined;
const defaultQueue = (seen: Observation[]) => queuesOf(seen.at(-1)?.facts ?? {}).find((one) => one.name === "default");

describe.concurrent("the RQ probe beside real workers", { timeout: 90_000 }, () => {
  it("sees jobs come, wait, be worked off and be done, and the workers that do it", async (test) => {
    const redis = await server(test);
    const rq = rqOn(test, redis);
    await rq.enqueue("default", "nap", { args: [0.2], count: 50 });
    const seen = watch(test, redis.url, "queues: [{ name: default, promise: 1s }]");
    expect(
      (await eventually("late", () => latest(seen, "rq.no_workers") ?? latest(seen, "rq.waiting"))).status,
    ).not.toBe("operational");
    expect(defaultQueue(seen)).toMatchObject({ depth: 50, running: 0, isLate: true, workers: { alive: 0 } });
    rq.worker("alpha", ["default"]);
    await eventually("a forecast while it drains", () => defaultQueue(seen)?.forecast);
    expect(seen.at(-1)).toMatchObject({ cause: "rq.waiting", status: "degraded_performance" });
    expect(seen.at(-1)?.expected?.basis).toMatch(/jobs wait, about [\d.]+ a minute finish/);
    // Between two jobs, one is neither in the queue nor running yet.
    await eventually("all done", () => latest(seen, null) && defaultQueue(seen)?.recent.ended === 50);
    expect(defaultQueue(seen)).toMatchObject({
      depth: 0,
      running: 0,
      workers: { alive: 1, ghost: 0 },
      recent: { failed: 0 },
    });
    expect(workersOf(seen.at(-1)?.facts ?? {})).toMatchObject([
      { name: "alpha", health: "alive", queues: ["default"] },
    ]);
  });

  it("sees a killed worker at once though it stays registered, and that nobody is left when the other signs off", async (test) => {
    const redis = await server(test);
    const rq = rqOn(test, redis);
    const alpha = rq.worker("alpha", ["default"]);
    const beta = rq.worker("beta", ["default"]);
    const seen = watch(test, redis.url);
    await eventually("two workers", () => seen.at(-1)?.facts.workers_alive === 2 && latest(seen, null));
    await alpha.kill("SIGKILL");
    const ghost = await eventually("a ghost", () => noted(seen, "rq.ghost_workers"));
    expect(ghost).toMatchObject({ status: "operational", facts: { workers_alive: 1, workers_ghost: 1 } });
    await beta.kill("SIGTERM");
    expect(await eventually("nobody", () => latest(seen, "rq.no_workers"))).toMatchObject({ status: "major_outage" });
  });

  it("sees that nobody listens to a queue, that jobs fail with what, and that scheduled ones do not start", async (test) => {
    const redis = await server(test);
    const rq = rqOn(test, redis);
    rq.worker("alpha", ["default"]);
    const seen = watch(test, redis.url, "queues: [default, { name: reports, promise: 20s }]");
    await eventually("a first look", () => seen.at(-1));
    await rq.enqueue("default", "boom", { args: ["s3cret-argument"], count: 6 });
    const failing = await eventually("six failures", () =>
      latest(seen, "rq.failures")?.facts.failed_jobs === 6 ? latest(seen, "rq.failures") : null,
    );
    expect(failing.facts).toMatchObject({ failed_queue: "default", failed_kinds: "ValueError ×6" });
    expect(JSON.stringify(seen)).not.toContain("s3cret-argument");
    await rq.enqueue("reports", "ok");
    const unserved = await eventually("nobody listens", () => latest(seen, "rq.nobody_listens"));
    expect(unserved.facts).toMatchObject({ unserved_queue: "reports", unserved_jobs: 1, workers_alive: 1 });
    await rq.enqueue("default", "ok", { inSeconds: -20 });
    const overdue = await eventually("overdue", () => noted(seen, "rq.scheduler_missing"));
    expect(overdue.facts).toMatchObject({ overdue_queue: "default", overdue_jobs: 1, scheduler: "missing" });
    rq.worker("beta", ["default", "reports"], ["--with-scheduler"]);
    await eventually("both mended", () => !noted(seen, "rq.scheduler_missing") && !noted(seen, "rq.nobody_listens"));
  });

  it("sees workers that are there and take nothing, and a pause", async (test) => {
    const redis = await server(test);
    const rq = rqOn(test, redis);
    const alpha = rq.worker("alpha", ["default"]);
    const seen = watch(test, redis.url, "queues: [{ name: default, promise: 20s }]");
    await eventually("a worker", () => seen.at(-1)?.facts.workers_alive === 1);
    await alpha.kill("SIGSTOP");
    await rq.enqueue("default", "ok", { count: 3 });
    expect((await eventually("hung", () => latest(seen, "rq.hung_workers"))).facts).toMatchObject({
      hung_queue: "default",
      idle_workers: 1,
    });
    await redis.say("SET rq:suspended 1");
    await eventually("paused", () => noted(seen, "rq.paused"));
    await alpha.kill("SIGCONT");
    await redis.say("DEL rq:suspended");
    await eventually("well", () => latest(seen, null)?.status === "operational" && defaultQueue(seen)?.depth === 0);
  });

  it("believes a worker that outlives a restart of Redis, though its channel is silent for ever", async (test) => {
    const redis = await server(test, ["--appendonly", "yes"]);
    const rq = rqOn(test, redis);
    rq.worker("alpha", ["default"]);
    const seen = watch(test, redis.url);
    await eventually("a worker", () => seen.at(-1)?.facts.workers_alive === 1);
    await redis.kill("SIGTERM");
    await redis.restart();
    const before = seen.length;
    await eventually("looks after it", () => seen.slice(before).filter((one) => one.status !== null).length >= 4);
    expect(seen.slice(before).filter((one) => one.cause !== null)).toEqual([]);
    expect(seen.at(-1)?.facts).toMatchObject({ workers_ghost: 0, workers_serving: 1 });
  });
});

describe.concurrent("the RQ probe and its Redis", { timeout: 90_000 }, () => {
  it("says that Redis is gone when nobody else does, and that it is back", async (test) => {
    const redis = await server(test);
    const seen = watch(test, redis.url);
    await eventually("healthy", () => latest(seen, null)?.status === "operational");
    await redis.kill("SIGKILL");
    expect(await eventually("down", () => latest(seen, "conn.refused"))).toMatchObject({
      status: "major_outage",
      confirmed: true,
    });
    await redis.restart();
    await eventually("back", () => latest(seen, null)?.status === "operational");
  });

  it("leaves that to the monitor of the same Redis, which speaks for its components too", async (test) => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    const seen = watch(test, url, "queues: [default]", `, { key: r, type: redis, url: "${url}", components: [c] }`);
    const blind = await eventually("a look", () => seen[0]);
    expect(blind).toMatchObject({ status: null, facts: { waits_for: "r", code: "ECONNREFUSED" } });
  });

  it("follows the primary through its Sentinels, and leaves the failover to their monitor", async (test) => {
    const deployment = await deploySentinels();
    test.onTestFinished(() => deployment.stop());
    const sentinels = `sentinels: [${deployment.sentinels.map((one) => `"${one.address}"`).join(", ")}], master: main`;
    const theirs = `, { key: s, type: sentinel, components: [c], ${sentinels} }`;
    const seen = watchWhere(test, `sentinel: { ${sentinels} }`, "queues: [default]", theirs);
    await deployment.primary.ask("RPUSH", "rq:queue:default", "one");
    await eventually("the primary's queue", () => defaultQueue(seen)?.depth === 1);
    expect(seen.at(-1)?.facts.port).toBe(deployment.primary.port);
    await deployment.primary.kill("SIGKILL");
    const blind = await eventually("nothing to be seen", () => seen.find((one) => one.status === null));
    expect(blind.facts).toMatchObject({ waits_for: "s", port: deployment.primary.port });
    const next = await eventually("the next primary's queue", () =>
      seen.at(-1)?.status === null ? null : seen.at(-1),
    );
    expect(deployment.replicas.map((one) => one.port)).toContain(next.facts.port);
    expect(queuesOf(next.facts)).toMatchObject([{ depth: 1 }]);
  });

  it("needs only to read RQ's keys, and does not blame a queue it may not see", async (test) => {
    const redis = await server(test);
    const rights =
      "-@all +ping +info +client|list +client|setname +pubsub|numsub %R~rq:* +llen +lrange +smembers +hget +hmget +zcard +zcount +zrange +zrevrange +xrevrange +exists +pttl";
    await redis.say(`ACL SETUSER status on >secret ${rights}`);
    await redis.say("ACL SETUSER blind on >secret -@all +ping");
    const seen = watch(test, redis.url.replace("redis://", "redis://status:secret@"));
    await eventually("healthy", () => latest(seen, null)?.status === "operational");
    expect(defaultQueue(seen)).toMatchObject({ depth: 0, scheduled: 0, hasScheduler: null, workers: { alive: 0 } });
    const blind = watch(test, redis.url.replace("redis://", "redis://blind:secret@"));
    expect(await eventually("blind", () => blind[0])).toMatchObject({ status: null, cause: "auth.noperm" });
    expect((await redis.say("ACL LOG RESET")).startsWith("+OK")).toBe(true);
    const looks = seen.length;
    await eventually("two more looks", () => seen.length >= looks + 2);
    expect(await redis.say("ACL LOG 10")).not.toContain("status");
  });
});

it("has a rule for everything it says", () => {
  for (const id of ["no_workers", "waiting", "nobody_listens", "hung_workers", "failures", "scheduler_missing"])
    for (const system of ["rq", "bullmq"]) expect(ruleOf(`${system}.${id}`)?.advice.length).toBeGreaterThan(0);
});
