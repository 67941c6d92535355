import type { Redis } from "ioredis";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import { parseInfo } from "#lib/monitor/redis/info.ts";
import { ask, count, type Question, text, texts } from "./ask.ts";
import { inflated, pythonFailureKind } from "./failure-kind.ts";
import { type Look, listenersOf, type QueueLook, type WatchedQueue } from "./look.ts";
import { FAILURES, NewFailures, scored } from "./new-failures.ts";
import { stuckJobs } from "./rq-deferred.ts";
import { type RqWorker, readRqWorkers, rqTime } from "./rq-workers.ts";

/** More queues than these are not read of an installation that lists its own. */
const QUEUES_MAX = 100;
/** The job at the head may be newer than the next ones (put in front): the oldest of these counts. */
const HEAD_JOBS = 5;
/** A scheduler looks every second; later than this is late. */
const DUE_MS = 5 * SECOND;

const PER_QUEUE = (queue: string, now: number, before: number): Question[] => [
  ["LLEN", `rq:queue:${queue}`],
  ["LRANGE", `rq:queue:${queue}`, 0, HEAD_JOBS - 1],
  ["ZCARD", `rq:wip:${queue}`],
  ["ZCOUNT", `rq:wip:${queue}`, "-inf", now],
  ["ZCARD", `rq:failed:${queue}`],
  ["ZREVRANGE", `rq:failed:${queue}`, 0, FAILURES - 1, "WITHSCORES"],
  ["ZCARD", `rq:deferred:${queue}`],
  ["ZCARD", `rq:scheduled:${queue}`],
  ["ZCOUNT", `rq:scheduled:${queue}`, "-inf", now - DUE_MS / SECOND],
  ["ZRANGE", `rq:scheduled:${queue}`, 0, 0, "WITHSCORES"],
  ["EXISTS", `rq:scheduler-lock:${queue}`],
  ["ZCOUNT", `rq:finished:${queue}`, `(${now}`, "+inf"],
  ["ZCOUNT", `rq:finished:${queue}`, `(${before}`, now],
];
const ANSWERS_PER_QUEUE = PER_QUEUE("", 0, 0).length;

/** What is remembered of one queue to tell what ended since. */
type Before = { finished: number | null | undefined; failures: NewFailures };

/**
 * Reads what RQ keeps of its queues and workers, from 1.8 on, without writing
 * anything: RQ's own counters clean up while they count (redis.md §4).
 */
export class RqReader {
  readonly #watched: readonly WatchedQueue[];
  readonly #promiseMs: number;
  readonly #before = new Map<string, Before>();
  #counts: ReadonlyMap<string, number> = new Map();
  readonly #heard = new Set<string>();
  #listedAhead = 0;
  #lookedAt: Instant = 0;
  #runId: string | null = null;

  /** `watched` empty: every queue that RQ itself lists, each with that promise. */
  constructor(watched: readonly WatchedQueue[], promiseMs: number) {
    this.#watched = watched;
    this.#promiseMs = promiseMs;
  }

  /** @throws {Refused | Broken | Overdue} when queues cannot be read at all. */
  async read(redis: Redis, at: Instant): Promise<Look> {
    const [, listed, suspended, info] = await ask(redis, [
      ["PING"],
      ["SMEMBERS", "rq:queues"],
      ["EXISTS", "rq:suspended"],
      ["INFO"],
    ]);
    const facts = parseInfo(text(info) ?? "");
    this.#forgetAfterRestart(facts.run_id ?? null);
    const workers = await readRqWorkers(redis, facts, this.#heard, at);
    const queues = await this.#readQueues(redis, this.#queues(listed), count(suspended) === 1, at);
    const unlisted = this.#unlistedSince(workers, queues);
    this.#lookedAt = at;
    const states = workers?.map((one) => one.state) ?? null;
    const names = this.#watched.map((queue) => queue.name);
    const whom = names.length === 0 ? { workers: states, elsewhere: 0 } : listenersOf(names, states);
    return { at, queues: withUnlisted(queues, unlisted), ...whom };
  }

  /** Jobs that workers say they have ended since the look before, beyond those that the registries list. */
  #unlistedSince(workers: readonly RqWorker[] | null, queues: readonly QueueLook[]): number {
    const before = this.#counts;
    this.#counts = new Map(workers?.map((one) => [one.state.name, one.ended ?? 0]));
    let counted = 0;
    // Somebody new counts from now on: we do not know what it had done before.
    for (const [name, ended] of this.#counts) counted += Math.max(0, ended - (before.get(name) ?? ended));
    const listed = queues.reduce((sum, queue) => sum + (queue.ended ?? 0), 0);
    const more = counted - listed + this.#listedAhead;
    // Workers are read a moment before the registries: what these had sooner is counted by the next look.
    this.#listedAhead = Math.min(0, Math.max(more, -listed));
    return Math.max(0, more);
  }

  #queues(listed: unknown): readonly WatchedQueue[] {
    if (this.#watched.length > 0) return this.#watched;
    return (texts(listed) ?? [])
      .flatMap((key) => (key?.startsWith("rq:queue:") ? [key.slice("rq:queue:".length)] : []))
      .toSorted()
      .slice(0, QUEUES_MAX)
      .map((name) => ({ name, promiseMs: this.#promiseMs }));
  }

  /** Another run of Redis may have lost everything: nothing is compared with what was before. */
  #forgetAfterRestart(runId: string | null): void {
    if (this.#runId !== null && runId !== this.#runId) {
      this.#before.clear();
      this.#heard.clear();
      this.#counts = new Map();
    }
    this.#runId = runId;
  }

  async #readQueues(redis: Redis, queues: readonly WatchedQueue[], isPaused: boolean, at: Instant) {
    const now = at / SECOND;
    const first = await ask(
      redis,
      queues.flatMap(({ name }) => PER_QUEUE(name, now, this.#lookedAt / SECOND)),
    );
    const raw = queues.map((_, i) => first.slice(i * ANSWERS_PER_QUEUE, (i + 1) * ANSWERS_PER_QUEUE));
    const since = queues.map(({ name }, i) => this.#endedSince(name, raw[i] as unknown[]));
    const heads = raw.map((answers) => (texts(answers[1]) ?? []).flatMap((id) => id ?? []));
    const details = await ask(redis, [
      ["PING"],
      ...heads.flat().map((id): Question => ["HMGET", `rq:job:${id}`, "enqueued_at", "created_at"]),
      ...since.flatMap(({ ids }) => ids.flatMap(failureQuestions)),
    ]);
    const deferring = queues.filter((_, i) => (count(raw[i]?.[6]) ?? 0) > 0).map((queue) => queue.name);
    const stuck = await stuckJobs(redis, deferring);
    const jobs = details.slice(1, 1 + heads.flat().length);
    const failures = details.slice(1 + heads.flat().length);
    return queues.map((queue, i): QueueLook => {
      const { ids, failedSince, ended } = since[i] as (typeof since)[number];
      const kinds = failures.splice(0, ids.length * 2);
      return {
        ...queue,
        ...countsOf(raw[i] as unknown[]),
        stuck: stuck.get(queue.name) ?? 0,
        isPaused,
        head: heads[i]?.[0] ?? null,
        oldestAt: oldest(jobs.splice(0, heads[i]?.length ?? 0)),
        ended,
        failedSince,
        failureKinds: ids.map((_, k) => failureKind(kinds[2 * k], kinds[2 * k + 1])),
      };
    });
  }

  #endedSince(queue: string, answers: readonly unknown[]) {
    const before = this.#before.get(queue) ?? { finished: undefined, failures: new NewFailures() };
    const { ids, failed } = before.failures.take(scored(answers[5]), count(answers[4]));
    const finished = count(answers[11]);
    this.#before.set(queue, { ...before, finished });
    const known = finished !== null && before.finished != null;
    const ended = known ? Math.max(0, finished - (before.finished ?? 0) + (count(answers[12]) ?? 0)) + failed : null;
    return { ids, failedSince: failed, ended };
  }
}

function countsOf(answers: readonly unknown[]) {
  const [dueFirst] = scored(answers[9]);
  const overdue = count(answers[8]);
  return {
    depth: count(answers[0]),
    running: count(answers[2]),
    abandoned: count(answers[3]),
    failed: count(answers[4]),
    deferred: count(answers[6]),
    scheduled: count(answers[7]),
    overdue,
    oldestDueAt: overdue !== null && overdue > 0 && dueFirst ? dueFirst[1] * SECOND : null,
    hasScheduler: count(answers[10]) === null ? null : count(answers[10]) === 1,
  };
}

/** Results keep the traceback since 1.12; before that, and without streams, the job does. */
function failureQuestions(id: string): Question[] {
  return [
    ["HGET", `rq:job:${id}`, "exc_info"],
    ["XREVRANGE", `rq:results:${id}`, "+", "-", "COUNT", 1],
  ];
}

function failureKind(ofJob: unknown, ofResult: unknown): string {
  const fields = Array.isArray(ofResult) && Array.isArray(ofResult[0]?.[1]) ? (ofResult[0][1] as unknown[]) : [];
  const at = fields.findIndex((field) => text(field) === "exc_string");
  const kept = at >= 0 ? fields[at + 1] : ofJob;
  return pythonFailureKind(kept instanceof Buffer ? (inflated(kept) ?? kept.toString("utf8")) : "");
}

function oldest(jobs: readonly unknown[]): Instant | null {
  const times = jobs.flatMap((job) => {
    const [enqueued, created] = texts(job) ?? [];
    const at = rqTime(enqueued || created || null);
    return at === null ? [] : [at];
  });
  return times.length === 0 ? null : Math.min(...times);
}

/**
 * Jobs that leave no result (`result_ttl=0`) are in no registry: workers count
 * them, without saying of which queue. They are shared out by what was there to do.
 */
function withUnlisted(queues: readonly QueueLook[], unlisted: number): QueueLook[] {
  const share = (queue: QueueLook) => (queue.ended === null ? 0 : 1 + (queue.depth ?? 0));
  const shares = queues.reduce((sum, queue) => sum + share(queue), 0);
  if (unlisted === 0 || shares === 0) return [...queues];
  return queues.map((queue) =>
    queue.ended === null ? queue : { ...queue, ended: queue.ended + (unlisted * share(queue)) / shares },
  );
}
