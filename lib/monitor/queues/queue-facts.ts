import type { Facts } from "#lib/domain/diagnosis.ts";
import { MINUTE, SECOND } from "#lib/domain/instant.ts";
import type { QueueState, WorkerHealth, WorkerState } from "#lib/domain/queue.ts";
import type { Look } from "./look.ts";
import { byHealth, type Followed } from "./watch.ts";

const WORKERS_SHOWN = 50;
const SICK_FIRST: readonly WorkerHealth[] = ["ghost", "stale", "unknown", "alive"];
/** A queue is called stuck after a quarter of its promise, but not for a hiccup and not only after half a minute. */
const STILL_MS = { least: 5 * SECOND, most: 30 * SECOND };
/** A forecast of trouble further off is not worth a note. */
const BREACH_WITHIN_MS = 30 * MINUTE;
/** A spike is at least so many failures in five minutes, and so large a share of what ended. */
const SPIKE = { failures: 5, share: 0.25 };

/**
 * What the rules of lib/diagnosis/rules/queues.ts read: of each kind of trouble
 * the queue that has it worst, and everything for the console as JSON.
 */
export function queueFacts(
  system: QueueState["system"],
  followed: readonly Followed[],
  { workers, elsewhere }: Pick<Look, "workers" | "elsewhere">,
): Facts {
  const states = followed.map((one) => one.state);
  const total = workers && byHealth(workers);
  return {
    queue_system: system,
    queues: JSON.stringify(states),
    ...(workers ? { workers: JSON.stringify(sickFirst(workers).slice(0, WORKERS_SHOWN)) } : {}),
    ...(total
      ? {
          workers_alive: total.alive,
          workers_stale: total.stale,
          workers_ghost: total.ghost,
          workers_unknown: total.unknown,
          workers_serving: serving(total),
          workers_elsewhere: elsewhere,
        }
      : {}),
    ...visible("waiting_jobs", summed(states, "depth")),
    ...visible("abandoned_jobs", summed(states, "abandoned")),
    ...lateness(states),
    ...standstill(followed, workers),
    ...schedule(states),
    ...failures(states),
    ...stuck(states),
    ...growth(states),
    ...(states.some((one) => one.isPaused) ? { paused: 1 } : {}),
    ...(followed.some((one) => one.worksUnseen) ? { works_unregistered: 1 } : {}),
  };
}

function lateness(states: readonly QueueState[]): Facts {
  const strain = (one: QueueState) => (one.oldestWaitMs ?? 0) / one.promiseMs;
  const late = states.filter((one) => one.isLate).toSorted((a, b) => strain(b) - strain(a));
  const catchingUp = states.find((one) => one.isCatchingUp);
  const [worst] = late;
  return {
    ...(worst
      ? {
          late_queue: worst.name,
          wait_s: seconds(worst.oldestWaitMs),
          promise_s: seconds(worst.promiseMs),
          late_jobs: worst.depth ?? 0,
        }
      : {}),
    ...(catchingUp ? { catching_up_queue: catchingUp.name, catching_up_s: seconds(catchingUp.oldestWaitMs) } : {}),
    ...drain(late.length > 0 ? late : states.filter((one) => one.isCatchingUp)),
  };
}

/** When the last of them has caught up; nothing while one of them cannot be foretold. */
function drain(states: readonly QueueState[]): Facts {
  const forecasts = states.flatMap((one) => one.forecast ?? []);
  const last = forecasts.toSorted((a, b) => b.at - a.at)[0];
  if (!last || forecasts.length < states.length) return {};
  return {
    caught_up_at: Math.round(last.at),
    caught_up_earliest: Math.round(last.earliest),
    ...(last.latest === null ? {} : { caught_up_latest: Math.round(last.latest) }),
    drain_basis: last.basis,
  };
}

/** Jobs wait and nothing moves: is nobody there, does nobody listen, or does whoever listens hang? */
function standstill(followed: readonly Followed[], workers: readonly WorkerState[] | null): Facts {
  const still = followed
    .filter(({ state, stillMs }) => (state.depth ?? 0) > 0 && !state.isPaused && stillMs >= patience(state))
    .toSorted((a, b) => b.stillMs - a.stillMs);
  if (workers === null) return {};
  const unserved = still.find(({ state }) => state.workers && serving(state.workers) === 0);
  const hung = still.find(({ state }) => idleListeners(workers, state.name) > 0);
  // Whoever listened to it has died: that is certain without a job that waits.
  const dead = followed.find(({ state: { workers: of } }) => of && serving(of) === 0 && of.ghost > 0);
  return {
    ...(dead ? { dead_queue: dead.state.name } : {}),
    ...(unserved
      ? {
          unserved_queue: unserved.state.name,
          unserved_s: seconds(unserved.stillMs),
          unserved_jobs: unserved.state.depth ?? 0,
        }
      : {}),
    ...(hung
      ? {
          hung_queue: hung.state.name,
          hung_s: seconds(hung.stillMs),
          idle_workers: idleListeners(workers, hung.state.name),
        }
      : {}),
  };
}

function idleListeners(workers: readonly WorkerState[], queue: string): number {
  return workers.filter((one) => one.queues.includes(queue) && one.health === "alive" && one.doing !== "busy").length;
}

function patience(state: QueueState): number {
  return Math.min(STILL_MS.most, Math.max(STILL_MS.least, state.promiseMs / 4));
}

function schedule(states: readonly QueueState[]): Facts {
  const [worst] = states
    .filter((one) => (one.overdue ?? 0) > 0)
    .toSorted((a, b) => (b.oldestOverdueMs ?? 0) - (a.oldestOverdueMs ?? 0));
  if (!worst) return {};
  return {
    overdue_queue: worst.name,
    overdue_jobs: worst.overdue ?? 0,
    overdue_s: seconds(worst.oldestOverdueMs),
    ...(worst.hasScheduler === null ? {} : { scheduler: worst.hasScheduler ? "present" : "missing" }),
  };
}

function failures(states: readonly QueueState[]): Facts {
  const [worst] = states
    .filter(({ recent }) => recent.failed >= SPIKE.failures && recent.failed >= SPIKE.share * recent.ended)
    .toSorted((a, b) => b.recent.failed - a.recent.failed);
  if (!worst) return {};
  return {
    failed_queue: worst.name,
    failed_jobs: worst.recent.failed,
    ended_jobs: worst.recent.ended,
    failed_kinds: worst.failures.map(({ kind, count }) => `${kind} ×${count}`).join(", "),
  };
}

function stuck(states: readonly QueueState[]): Facts {
  const [worst] = states.filter((one) => one.stuck > 0).toSorted((a, b) => b.stuck - a.stuck);
  return worst
    ? { stuck_queue: worst.name, stuck_jobs: worst.stuck, deferred_jobs: worst.deferred ?? worst.stuck }
    : {};
}

/** A queue whose promise will break soon if jobs go on to come faster than they go. */
function growth(states: readonly QueueState[]): Facts {
  const soon = states.flatMap((state) => {
    const { arrivals, completions, depth } = state;
    if (!arrivals || !completions || depth === null || state.isLate || completions.five <= 0) return [];
    const growsBy = Math.min(arrivals.one - completions.one, arrivals.five - completions.five);
    const holds = (completions.five * state.promiseMs) / MINUTE - depth;
    // A tenth more arriving than leaving is within the jitter of any queue.
    if (growsBy <= completions.five / 10 || depth < completions.five) return [];
    const breaksInMs = Math.max(0, holds / growsBy) * MINUTE;
    return breaksInMs <= BREACH_WITHIN_MS ? [{ state, growsBy, breaksInMs }] : [];
  });
  const [first] = soon.toSorted((a, b) => a.breaksInMs - b.breaksInMs);
  if (!first) return {};
  return {
    growing_queue: first.state.name,
    growing_per_min: Math.round(first.growsBy),
    breaks_promise_in_s: seconds(first.breaksInMs),
  };
}

function serving(workers: Readonly<Record<WorkerHealth, number>>): number {
  return workers.alive + workers.stale + workers.unknown;
}

function sickFirst(workers: readonly WorkerState[]): WorkerState[] {
  return workers.toSorted((a, b) => SICK_FIRST.indexOf(a.health) - SICK_FIRST.indexOf(b.health));
}

function summed(states: readonly QueueState[], of: "depth" | "abandoned"): number | null {
  const known = states.flatMap((one) => one[of] ?? []);
  return known.length === 0 ? null : known.reduce((total, one) => total + one, 0);
}

function visible(name: string, value: number | null): Facts {
  return value === null ? {} : { [name]: value };
}

function seconds(ms: number | null): number {
  return Math.floor((ms ?? 0) / SECOND);
}
