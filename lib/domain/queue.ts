import type { Facts } from "./diagnosis.ts";
import type { Instant } from "./instant.ts";

/** How a worker is, from several sources of which each alone lies (shared/reference/redis.md §4). */
export type WorkerHealth = "alive" | "stale" | "ghost" | "unknown";

/** One worker process that is registered for some queues. */
export type WorkerState = {
  name: string;
  /** `stale`: there, but its sign of life is overdue; `ghost`: registered and gone; `unknown`: the sources contradict each other. */
  health: WorkerHealth;
  /** What it says it does (`idle`, `busy`, `suspended` …); null when not visible. */
  doing: string | null;
  queues: readonly string[];
  bornAt: Instant | null;
  heartbeatAt: Instant | null;
};

/** Events a minute, faded over 1, 5 and 15 minutes. */
export type Rates = { one: number; five: number; fifteen: number };

/** When a backlog will be worked off if things go on as now. */
export type DrainForecast = {
  /** The likely instant. */
  at: Instant;
  earliest: Instant;
  /** With 90 % confidence no later than this; null: at the observed variance it may also grow. */
  latest: Instant | null;
  /** What it rests on, in words: "180 jobs wait; about 12 a minute finish and 3 arrive". */
  basis: string;
};

/** One queue as one look found it. Null everywhere: not visible, or nothing there to measure. */
export type QueueState = {
  system: "rq" | "bullmq";
  name: string;
  /** How long a job may wait. */
  promiseMs: number;
  /** Jobs that could start now. */
  depth: number | null;
  /** How long the job that has waited longest has waited; null when none waits. */
  oldestWaitMs: number | null;
  /** It waits longer than promised. */
  isLate: boolean;
  /** It was late, and what waits is not down to half of the promise yet. */
  isCatchingUp: boolean;
  /** Nobody may take jobs: suspended (RQ) or paused (BullMQ). */
  isPaused: boolean;
  running: number | null;
  /** Begun, and whoever worked on it has not been heard of within its lease. */
  abandoned: number | null;
  /** Kept as failed, since ever. */
  failed: number | null;
  /** Wait for another job. */
  deferred: number | null;
  /** Of the few that have waited longest for another job: those whose other job failed, was stopped or is gone. */
  stuck: number;
  /** To start at a later time. */
  scheduled: number | null;
  /** Scheduled, due, and not moved into the queue. */
  overdue: number | null;
  oldestOverdueMs: number | null;
  /** Whether somebody moves due jobs into the queue; null when that is not visible or not needed. */
  hasScheduler: boolean | null;
  /** Workers that listen to it, by health; null when not visible. */
  workers: Readonly<Record<WorkerHealth, number>> | null;
  /** Null until two looks could be compared. */
  arrivals: Rates | null;
  /** Finished or failed. */
  completions: Rates | null;
  /** What ended in the last 5 minutes. */
  recent: { ended: number; failed: number };
  /** Failures of the last 5 minutes by class of exception, the most frequent first. */
  failures: readonly { kind: string; count: number }[];
  /** Only while more than a few jobs wait and the backlog shrinks. */
  forecast: DrainForecast | null;
};

/** The queues of a monitor's latest facts (`rq`, `bullmq`); empty when it has none. */
export function queuesOf(facts: Facts): QueueState[] {
  return typeof facts.queues === "string" ? (JSON.parse(facts.queues) as QueueState[]) : [];
}

/** The workers of a monitor's latest facts, the sick ones first; at most 50. */
export function workersOf(facts: Facts): WorkerState[] {
  return typeof facts.workers === "string" ? (JSON.parse(facts.workers) as WorkerState[]) : [];
}
