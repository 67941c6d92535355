import { type FadingRates, fadeIn, forecastDrain, NO_RATES, perMinute } from "#lib/domain/drain.ts";
import { type Instant, MINUTE } from "#lib/domain/instant.ts";
import type { QueueState, WorkerHealth, WorkerState } from "#lib/domain/queue.ts";
import type { Look, QueueLook } from "./look.ts";

/** Failures are told of this stretch. */
const RECENT_MS = 5 * MINUTE;
const KINDS_SHOWN = 5;

type Ending = { at: Instant; ended: number; failed: number; kinds: readonly string[] };

/** What is remembered of one queue from look to look. */
type Course = {
  at: Instant;
  depth: number | null;
  running: number | null;
  head: string | null;
  /** When something was last seen to move: a job taken, begun or ended, or nothing there to take. */
  movedAt: Instant;
  isLagging: boolean;
  arrivals: FadingRates;
  completions: FadingRates;
  net: FadingRates;
  endings: readonly Ending[];
};

/** A queue's state, since when nothing has moved in it although jobs wait, and whether jobs are done though nobody is registered. */
export type Followed = { state: QueueState; stillMs: number; worksUnseen: boolean };

/** Follows queues from look to look: how fast jobs come and go, and what that leads to. */
export class QueueWatch {
  readonly #system: QueueState["system"];
  #courses = new Map<string, Course>();
  /** At the look before nobody was registered either. */
  #wasNobody = false;

  constructor(system: QueueState["system"]) {
    this.#system = system;
  }

  take(look: Look): Followed[] {
    const courses = new Map<string, Course>();
    const isNobody = look.workers?.length === 0;
    const followed = look.queues.map((queue) => {
      const course = next(this.#courses.get(queue.name), queue, look.at);
      courses.set(queue.name, course);
      const state = stateOf(this.#system, queue, course, look);
      // One who finished and signed off between two looks was no stranger.
      const worksUnseen = isNobody && this.#wasNobody && isWorked(queue);
      return { state, stillMs: look.at - course.movedAt, worksUnseen };
    });
    this.#courses = courses;
    this.#wasNobody = isNobody;
    return followed;
  }
}

function next(before: Course | undefined, queue: QueueLook, at: Instant): Course {
  const waits = waitOf(queue, at);
  const isLate = waits > queue.promiseMs;
  const isLagging = isLate || (before?.isLagging === true && waits > queue.promiseMs / 2);
  const ending = { at, ended: queue.ended ?? 0, failed: queue.failedSince, kinds: queue.failureKinds };
  const endings = [...(before?.endings ?? []), ending].filter((one) => at - one.at < RECENT_MS);
  const course = { at, depth: queue.depth, running: queue.running, head: queue.head, isLagging, endings };
  return { ...course, movedAt: hasMoved(before, queue) ? at : (before?.movedAt ?? at), ...ratesOf(before, queue, at) };
}

function waitOf(queue: QueueLook, at: Instant): number {
  return queue.oldestAt === null ? 0 : Math.max(0, at - queue.oldestAt);
}

function hasMoved(before: Course | undefined, queue: QueueLook): boolean {
  if (!before || queue.depth === 0 || queue.head !== before.head) return true;
  return isWorked(queue);
}

function isWorked(queue: QueueLook): boolean {
  return (queue.ended ?? 0) > 0 || (queue.running ?? 0) > (queue.abandoned ?? 0);
}

function ratesOf(before: Course | undefined, queue: QueueLook, at: Instant) {
  const known = {
    arrivals: before?.arrivals ?? NO_RATES,
    completions: before?.completions ?? NO_RATES,
    net: before?.net ?? NO_RATES,
  };
  const spanMs = before ? at - before.at : 0;
  if (spanMs <= 0 || before?.depth == null || queue.depth === null || queue.ended === null) return known;
  const begun = (queue.running ?? 0) - (before.running ?? queue.running ?? 0);
  // A queue that was emptied by hand or lost shrinks without anything being done: that is no arrival less than none.
  const arrived = Math.max(0, queue.depth - before.depth + queue.ended + begun);
  return {
    arrivals: fadeIn(known.arrivals, arrived, spanMs),
    completions: fadeIn(known.completions, queue.ended, spanMs),
    net: fadeIn(known.net, before.depth - queue.depth, spanMs),
  };
}

function stateOf(system: QueueState["system"], queue: QueueLook, course: Course, look: Look): QueueState {
  const {
    oldestAt,
    oldestDueAt,
    head: _head,
    ended: _ended,
    failedSince: _failed,
    failureKinds: _kinds,
    ...seen
  } = queue;
  const isLate = waitOf(queue, look.at) > queue.promiseMs;
  return {
    system,
    ...seen,
    oldestWaitMs: oldestAt === null ? null : waitOf(queue, look.at),
    isLate,
    isCatchingUp: course.isLagging && !isLate,
    // Who schedules nothing needs no scheduler.
    hasScheduler: queue.scheduled === 0 && queue.hasScheduler === false ? null : queue.hasScheduler,
    oldestOverdueMs: oldestDueAt === null ? null : Math.max(0, look.at - oldestDueAt),
    workers: look.workers && byHealth(look.workers.filter((one) => one.queues.includes(queue.name))),
    arrivals: perMinute(course.arrivals),
    completions: perMinute(course.completions),
    recent: {
      ended: Math.round(sum(course.endings.map((one) => one.ended))),
      failed: sum(course.endings.map((one) => one.failed)),
    },
    failures: kindsOf(course.endings),
    forecast: queue.depth === null ? null : forecastDrain({ ...course, depth: queue.depth }, look.at),
  };
}

/** How many are how. */
export function byHealth(workers: readonly WorkerState[]): Record<WorkerHealth, number> {
  const counts = { alive: 0, stale: 0, ghost: 0, unknown: 0 };
  for (const one of workers) counts[one.health] += 1;
  return counts;
}

/** Only some failures of a look were looked into: they stand for all of it. */
function kindsOf(endings: readonly Ending[]): QueueState["failures"] {
  const counts = new Map<string, number>();
  for (const { failed, kinds } of endings)
    for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + failed / kinds.length);
  return [...counts]
    .map(([kind, count]) => ({ kind, count: Math.max(1, Math.round(count)) }))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, KINDS_SHOWN);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
