import { describe, expect, it } from "vitest";
import { judgeFacts } from "#lib/diagnosis/diagnose.ts";
import { draftWords, operatorWords } from "#lib/diagnosis/words.ts";
import { MINUTE, SECOND } from "#lib/domain/instant.ts";
import { queuesOf, type WorkerState, workersOf } from "#lib/domain/queue.ts";
import { listenersOf, type QueueLook } from "./look.ts";
import { queueFacts } from "./queue-facts.ts";
import { QueueWatch } from "./watch.ts";

const LOOK = 5 * SECOND;

const quiet: QueueLook = {
  name: "default",
  promiseMs: MINUTE,
  depth: 0,
  head: null,
  oldestAt: null,
  isPaused: false,
  running: 0,
  abandoned: 0,
  failed: 0,
  deferred: 0,
  stuck: 0,
  scheduled: 0,
  overdue: 0,
  oldestDueAt: null,
  hasScheduler: false,
  ended: 0,
  failedSince: 0,
  failureKinds: [],
};
const alpha: WorkerState = {
  name: "alpha",
  health: "alive",
  doing: "idle",
  queues: ["default"],
  bornAt: 0,
  heartbeatAt: 0,
};

type Scene = { queues: QueueLook[]; workers: WorkerState[] | null };

/** Looks at what each step shows, five seconds apart; what is said after the last. */
function seenAfter(steps: number, scene: (step: number, at: number) => Scene, system: "rq" | "bullmq" = "rq") {
  const watch = new QueueWatch(system);
  let facts = {};
  let at = 0;
  for (let step = 0; step < steps; step += 1) {
    at = step * LOOK;
    const { queues, workers: all } = scene(step, at);
    const { workers, elsewhere } = listenersOf(
      queues.map((one) => one.name),
      all,
    );
    facts = {
      ...queueFacts(system, watch.take({ at, queues, workers, elsewhere }), { workers, elsewhere }),
      host: "10.0.0.1",
      port: 6379,
    };
  }
  const judged = judgeFacts(facts, at);
  return {
    ...judged,
    at,
    facts: facts as Record<string, string | number>,
    notes: (judged.diagnoses ?? []).map((one) => one.cause),
  };
}

const waiting = { ...quiet, depth: 4, head: "one", oldestAt: 0 };

describe("a queue", () => {
  it("is well however long it is, as long as nobody waits longer than promised", () => {
    const long = { ...quiet, depth: 100_000, running: 1, ended: 5_000 };
    const { status, notes } = seenAfter(20, (step, at) => ({
      queues: [{ ...long, head: `job-${step}`, oldestAt: at - 30 * SECOND }],
      workers: [alpha],
    }));
    expect({ status, notes }).toEqual({ status: "operational", notes: [] });
  });

  it("is degraded when its oldest job waits longer than promised, and readers are told how long", () => {
    const busy = { ...alpha, doing: "busy" };
    const found = seenAfter(74, (step) => ({
      queues: [{ ...waiting, running: 1, head: `job-${step}` }],
      workers: [busy],
    }));
    expect(found).toMatchObject({ status: "degraded_performance", cause: "rq.waiting" });
    expect(draftWords(found.cause, "degraded_performance", ["Tasks"], null, found.facts).body).toContain(
      "Background jobs wait about 6 minutes.",
    );
  });

  it("says when it will have caught up, the far edge of the band, and goes on saying so until it has", () => {
    const draining = (step: number, at: number) => ({
      queues: [
        {
          ...quiet,
          depth: 120 - 2 * step,
          head: `job-${step}`,
          oldestAt: at - 10 * MINUTE,
          running: 1,
          ended: step === 0 ? null : 2,
        },
      ],
      workers: [alpha],
    });
    const found = seenAfter(20, draining);
    expect(found.expected?.at).toBeGreaterThanOrEqual(found.at + 41 * LOOK);
    expect(found.expected?.at).toBeLessThan(found.at + 45 * LOOK);
    expect(found.expected?.basis).toBe("82 jobs wait, about 24 a minute finish and 0 arrive, give or take 1 second");
    const nearly = seenAfter(21, (step, at) => {
      const scene = draining(step, at);
      return step < 20
        ? scene
        : { ...scene, queues: scene.queues.map((one) => ({ ...one, oldestAt: at - 40 * SECOND })) };
    });
    expect(nearly).toMatchObject({ status: "operational", notes: ["rq.catching_up"] });
    expect(nearly.diagnoses?.[0]?.holdsRecovery).toBe(true);
  });

  it("is unserved when nothing moves and nobody listens, at the latest after half a minute", () => {
    const other = { ...alpha, queues: ["other"] };
    const scene = () => ({ queues: [{ ...waiting, promiseMs: 60 * MINUTE }], workers: [other] });
    expect(seenAfter(6, scene).notes).toEqual([]);
    expect(seenAfter(7, scene)).toMatchObject({ status: "partial_outage", cause: "rq.nobody_listens" });
  });

  it("has no worker when the last has died, at once; when they signed off, once a job waits", () => {
    const ghost = { ...alpha, health: "ghost" as const };
    expect(seenAfter(1, () => ({ queues: [quiet], workers: [ghost] }))).toMatchObject({
      status: "major_outage",
      cause: "rq.no_workers",
    });
    expect(seenAfter(20, () => ({ queues: [quiet], workers: [] }))).toMatchObject({ status: "operational", notes: [] });
    expect(seenAfter(5, () => ({ queues: [waiting], workers: [] }))).toMatchObject({
      status: "major_outage",
      cause: "rq.no_workers",
    });
  });

  it("has nobody when its own workers have died while others run; the rest of the platform is not blamed", () => {
    const ghost = { ...alpha, name: "mailer", health: "ghost" as const, queues: ["mail"] };
    const queues = [quiet, { ...quiet, name: "mail" }];
    expect(seenAfter(1, () => ({ queues, workers: [alpha, ghost] }))).toMatchObject({
      status: "partial_outage",
      cause: "rq.nobody_listens",
      facts: { dead_queue: "mail" },
    });
    expect(seenAfter(1, () => ({ queues: [{ ...quiet, name: "mail" }], workers: [alpha, ghost] }))).toMatchObject({
      status: "major_outage",
      cause: "rq.no_workers",
    });
    expect(seenAfter(1, () => ({ queues: [quiet], workers: [alpha, ghost] })).notes).toEqual([]);
  });

  it("hangs when idle workers listen and nothing is taken; busy ones elsewhere do not", () => {
    expect(seenAfter(5, () => ({ queues: [waiting], workers: [alpha] }))).toMatchObject({
      status: "partial_outage",
      cause: "rq.hung_workers",
    });
    const elsewhere = { ...alpha, doing: "busy" };
    expect(seenAfter(5, () => ({ queues: [waiting], workers: [elsewhere] })).notes).toEqual([]);
  });

  it("is paused as a note, and is partly out once a job waits too long", () => {
    const paused = { ...waiting, isPaused: true };
    expect(seenAfter(3, () => ({ queues: [paused], workers: [alpha] }))).toMatchObject({
      status: "operational",
      notes: ["rq.paused"],
    });
    expect(seenAfter(14, () => ({ queues: [paused], workers: [alpha] }))).toMatchObject({
      status: "partial_outage",
      cause: "rq.suspended",
    });
  });

  it("fails when a quarter of what ends fails, and names the classes, the most frequent first", () => {
    const failing = { ...quiet, ended: 4, failedSince: 2, failureKinds: ["ValueError", "KeyError"] };
    const one = { ...quiet, ended: 4, failedSince: 1, failureKinds: ["ValueError"] };
    const found = seenAfter(4, (step) => ({ queues: [step === 0 ? one : failing], workers: [alpha] }));
    expect(found).toMatchObject({ status: "degraded_performance", cause: "rq.failures" });
    expect(found.facts).toMatchObject({ failed_jobs: 7, ended_jobs: 16, failed_kinds: "ValueError ×4, KeyError ×3" });
    expect(operatorWords(found.cause, found.facts).commands.map((command) => command.run)).toContain(
      "rq requeue -u redis://10.0.0.1:6379 --queue default --all",
    );
    const rare = { ...quiet, ended: 40, failedSince: 2, failureKinds: ["ValueError"] };
    expect(seenAfter(10, () => ({ queues: [rare], workers: [alpha] })).notes).toEqual([]);
  });

  it("tells that scheduled jobs are left lying, with and without a scheduler", () => {
    const overdue = { ...quiet, scheduled: 3, overdue: 2, oldestDueAt: 0 };
    const scene = (hasScheduler: boolean) => () => ({ queues: [{ ...overdue, hasScheduler }], workers: [alpha] });
    expect(seenAfter(3, scene(false)).status).toBe("operational");
    expect(seenAfter(4, scene(false))).toMatchObject({ status: "degraded_performance", cause: "rq.scheduler_missing" });
    expect(seenAfter(4, scene(true)).status).toBe("operational");
    expect(seenAfter(19, scene(true)).cause).toBe("rq.scheduler_missing");
  });

  it("warns while jobs come faster than they go, before the promise breaks", () => {
    const found = seenAfter(24, (step, at) => ({
      queues: [{ ...quiet, depth: 10 * step, head: `job-${step}`, oldestAt: at - 20 * SECOND, running: 1, ended: 10 }],
      workers: [alpha],
    }));
    expect(found).toMatchObject({ status: "operational", notes: ["rq.backlog"] });
  });

  it("notes what has no effect yet: jobs left, ghosts, workers that are silent or unknown to RQ", () => {
    const scene = (queue: Partial<QueueLook>, workers: WorkerState[]) =>
      seenAfter(3, () => ({ queues: [{ ...quiet, ...queue }], workers })).notes;
    expect(scene({ abandoned: 1, running: 1 }, [alpha])).toEqual(["rq.abandoned"]);
    expect(scene({ deferred: 4, stuck: 1 }, [alpha])).toEqual(["rq.deferred_stuck"]);
    expect(scene({}, [alpha, { ...alpha, name: "beta", health: "ghost" }])).toEqual(["rq.ghost_workers"]);
    expect(scene({}, [{ ...alpha, health: "stale" }])).toEqual(["rq.stale_workers"]);
    expect(scene({ ended: 1 }, [])).toEqual(["rq.unregistered_workers"]);
    const leaves = (step: number) => ({ queues: [{ ...quiet, ended: 1 }], workers: step < 2 ? [alpha] : [] });
    expect(seenAfter(3, leaves).notes).toEqual([]);
  });

  it("says nothing of what is not visible", () => {
    const hidden = {
      ...quiet,
      depth: null,
      running: null,
      abandoned: null,
      failed: null,
      ended: null,
      hasScheduler: null,
    };
    const found = seenAfter(20, () => ({
      queues: [hidden, { ...waiting, promiseMs: 60 * MINUTE, name: "seen" }],
      workers: null,
    }));
    expect(found).toMatchObject({ status: "operational", notes: [] });
    expect(queuesOf(found.facts)).toMatchObject([
      { depth: null, workers: null },
      { depth: 4, workers: null },
    ]);
    expect(workersOf(found.facts)).toEqual([]);
  });

  it("of BullMQ is told by BullMQ's rules", () => {
    expect(seenAfter(5, () => ({ queues: [waiting], workers: [] }), "bullmq").cause).toBe("bullmq.no_workers");
  });
});
