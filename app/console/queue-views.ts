import type { QueueCardView } from "#components/console/queue-card.tsx";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { formatDuration, formatTime } from "#lib/domain/duration.ts";
import { MINUTE } from "#lib/domain/instant.ts";
import { type QueueState, queuesOf, type WorkerState, workersOf } from "#lib/domain/queue.ts";

const COUNT = new Intl.NumberFormat("en-US");
const RATE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/** The queues of a monitor as the Queues page draws them. */
export function queueCards(facts: Facts, timeZone: string): QueueCardView[] {
  return queuesOf(facts).map((queue) => ({
    name: queue.name,
    isLate: queue.isLate,
    state: queue.isPaused ? "Paused" : queue.isLate ? "Late" : "On time",
    waits:
      queue.oldestWaitMs === null
        ? `Nothing waits; promised within ${formatDuration(queue.promiseMs)}`
        : `The oldest job waits ${formatDuration(queue.oldestWaitMs)} of ${formatDuration(queue.promiseMs)} promised`,
    share: queue.oldestWaitMs === null ? 0 : Math.min(1, queue.oldestWaitMs / queue.promiseMs),
    forecast: forecastText(queue, timeZone),
    counts: counts(queue),
    failures: queue.failures.map(({ kind, count }) => [kind, COUNT.format(count)]),
  }));
}

function forecastText({ forecast }: QueueState, timeZone: string): string | null {
  if (!forecast) return null;
  const latest =
    forecast.latest === null
      ? "it may also grow"
      : `between ${formatTime(forecast.earliest, timeZone)} and ${formatTime(forecast.latest, timeZone)}`;
  return `Caught up by about ${formatTime(forecast.at, timeZone)} (${latest}). ${forecast.basis}.`;
}

function counts(queue: QueueState): [string, string][] {
  const shown = (label: string, value: number | null): [string, string][] =>
    value === null ? [] : [[label, COUNT.format(value)]];
  const { workers, arrivals, completions } = queue;
  return [
    ...shown("waiting", queue.depth),
    ...shown("running", queue.running),
    ...(queue.abandoned ? shown("abandoned", queue.abandoned) : []),
    ...(arrivals ? [["arrive a minute", RATE.format(arrivals.five)] as [string, string]] : []),
    ...(completions ? [["finish a minute", RATE.format(completions.five)] as [string, string]] : []),
    ["failed in 5 minutes", `${COUNT.format(queue.recent.failed)} of ${COUNT.format(queue.recent.ended)}`],
    ...shown("kept as failed", queue.failed),
    ...(queue.scheduled ? shown("scheduled", queue.scheduled) : []),
    ...(queue.overdue ? shown("scheduled and overdue", queue.overdue) : []),
    ...(queue.deferred ? shown("wait for other jobs", queue.deferred) : []),
    ...(queue.hasScheduler === false ? [["scheduler", "missing"] as [string, string]] : []),
    ...(workers ? [["workers", workersText(workers)] as [string, string]] : []),
  ];
}

function workersText(workers: NonNullable<QueueState["workers"]>): string {
  const parts = (["alive", "stale", "ghost", "unknown"] as const).flatMap((health) =>
    workers[health] > 0 ? [`${workers[health]} ${HEALTH[health]}`] : [],
  );
  return parts.length > 0 ? parts.join(", ") : "none";
}

const HEALTH = { alive: "alive", stale: "overdue", ghost: "gone", unknown: "not certain" } as const;

/** The workers of a monitor, the sick ones first. */
export function workerLines(facts: Facts, now: number): [string, string][] {
  return workersOf(facts).map((worker) => [worker.name, workerText(worker, now)]);
}

function workerText({ health, doing, heartbeatAt, queues }: WorkerState, now: number): string {
  const beat =
    heartbeatAt === null
      ? null
      : now - heartbeatAt < MINUTE
        ? "heard of just now"
        : `heard of ${formatDuration(now - heartbeatAt)} ago`;
  return [HEALTH[health], doing, queues.join(", "), beat].filter((one) => one !== null && one !== "").join(" · ");
}
