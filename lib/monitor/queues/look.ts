import type { Instant } from "#lib/domain/instant.ts";
import type { QueueState, WorkerState } from "#lib/domain/queue.ts";

/** What is asked of one queue: its name and how long a job may wait. */
export type WatchedQueue = { name: string; promiseMs: number };

/** One queue's keys as one look found them. Null: not visible to us. */
export type QueueLook = Pick<
  QueueState,
  | "name"
  | "promiseMs"
  | "depth"
  | "isPaused"
  | "running"
  | "abandoned"
  | "failed"
  | "deferred"
  | "stuck"
  | "scheduled"
  | "overdue"
  | "hasScheduler"
> & {
  /** When the job that has waited longest was put there. */
  oldestAt: Instant | null;
  /** The job that is next: as long as it is the same one, nothing was taken. */
  head: string | null;
  /** When the first of the jobs that are due should have started. */
  oldestDueAt: Instant | null;
  /** Finished or failed since the look before; null at the first look. */
  ended: number | null;
  /** Failed since the look before. */
  failedSince: number;
  /** Classes of exception of some of them. */
  failureKinds: readonly string[];
};

/** One look at all queues of a monitor. */
export type Look = {
  at: Instant;
  queues: readonly QueueLook[];
  /** Everybody who is registered for one of these queues; null: not visible. */
  workers: readonly WorkerState[] | null;
  /** Workers that are there for other queues only. */
  elsewhere: number;
};

/** Which of all registered workers listen to these queues, and how many are there for others only. */
export function listenersOf(
  names: readonly string[],
  all: readonly WorkerState[] | null,
): Pick<Look, "workers" | "elsewhere"> {
  if (all === null) return { workers: null, elsewhere: 0 };
  const listens = (one: WorkerState) => one.queues.some((queue) => names.includes(queue));
  const isThere = (one: WorkerState) => one.health !== "ghost";
  return { workers: all.filter(listens), elsewhere: all.filter((one) => isThere(one) && !listens(one)).length };
}
