import { type Instant, SECOND } from "#lib/domain/instant.ts";
import type { WorkerHealth } from "#lib/domain/queue.ts";

/** What RQ, pub/sub and the client list say of one registered worker. Null: not visible or not there. */
export type WorkerTraces = {
  doing: string | null;
  bornAt: Instant | null;
  heartbeatAt: Instant | null;
  /** Time to live of its hash; -2 when it is gone, -1 when it has none. */
  ttlMs: number | null;
  /** Subscribers of its own channel, which it holds as long as its process and Redis have not parted. */
  listeners: number | null;
  /** We have heard its channel in this run of Redis. */
  wasHeard: boolean;
  /** It has signed off. */
  diedAt: Instant | null;
};

/** What is known beside the workers themselves. */
export type Surroundings = {
  /** Since when Redis runs; null: not visible. */
  redisStartedAt: Instant | null;
  /** Connections that wait for a job (BLPOP); null: not visible. */
  waiting: number | null;
  /** Registered workers that say they are idle. */
  idle: number;
};

/** A busy worker sends a sign of life every 30 s. */
const BUSY_BEAT_LATE_MS = 75 * SECOND;
/** Clocks of two machines. */
const SKEW_MS = 2 * SECOND;
/** It registers first and listens to its channel a moment later. */
const STARTING_MS = 5 * SECOND;

/**
 * How a worker is, by the verdict of redis.md §4.
 *
 * Its hash outlives it by up to eight minutes; its channel is silent for ever
 * after a restart of Redis although it works; only together they tell.
 */
export function workerHealth(worker: WorkerTraces, around: Surroundings, now: Instant): WorkerHealth {
  if (worker.ttlMs === -2 || worker.diedAt !== null) return "ghost";
  if (isOverdue(worker, now)) return "stale";
  if (worker.listeners === null || worker.listeners > 0) return "alive";
  if (worker.bornAt !== null && Math.abs(now - worker.bornAt) < STARTING_MS) return "alive";
  if (!worker.wasHeard) {
    if (worker.bornAt === null || around.redisStartedAt === null) return "unknown";
    if (worker.bornAt < around.redisStartedAt + SKEW_MS) return survivor(worker, around.redisStartedAt);
  }
  // Its channel fell silent and Redis was there all along. It may be only the channel: somebody idle still waits for jobs.
  const allWait = around.waiting !== null && around.waiting >= around.idle && around.idle > 0;
  return worker.doing === "idle" && allWait ? "unknown" : "ghost";
}

/** It is older than Redis' run: its channel is gone for good and says nothing. */
function survivor(worker: WorkerTraces, redisStartedAt: Instant): WorkerHealth {
  const hasBeaten = worker.heartbeatAt !== null && worker.heartbeatAt > redisStartedAt + SKEW_MS;
  return hasBeaten && worker.ttlMs !== null && worker.ttlMs > 0 ? "alive" : "unknown";
}

/** A sign of life is due and has not come; told only of busy ones, as an idle one beats every 405 s. */
function isOverdue(worker: WorkerTraces, now: Instant): boolean {
  return worker.doing === "busy" && worker.heartbeatAt !== null && now - worker.heartbeatAt > BUSY_BEAT_LATE_MS;
}
