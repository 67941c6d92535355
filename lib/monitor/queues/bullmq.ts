import type { Redis } from "ioredis";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import type { WorkerState } from "#lib/domain/queue.ts";
import { ask, count, type Question, text, texts } from "./ask.ts";
import { javascriptFailureKind } from "./failure-kind.ts";
import { type Look, listenersOf, type QueueLook, type WatchedQueue } from "./look.ts";
import { FAILURES, NewFailures, scored } from "./new-failures.ts";

const HEAD_JOBS = 5;
/** So many of the jobs in hand are looked at for their lock. */
const ACTIVE_JOBS = 100;
/** Scores of delayed jobs are milliseconds shifted by twelve bits (redis.md §4). */
const SCORE_PER_MS = 4096;
/** Workers look themselves when the next delayed job is due; later than this is late. */
const DUE_MS = 5 * SECOND;

const PER_QUEUE = (key: string, at: Instant): Question[] => [
  ["LLEN", `${key}:wait`],
  ["LLEN", `${key}:paused`],
  ["ZCARD", `${key}:prioritized`],
  ["LLEN", `${key}:active`],
  ["ZCARD", `${key}:delayed`],
  ["ZCARD", `${key}:waiting-children`],
  ["ZCARD", `${key}:failed`],
  ["ZREVRANGE", `${key}:failed`, 0, FAILURES - 1, "WITHSCORES"],
  ["LRANGE", `${key}:wait`, -HEAD_JOBS, -1],
  ["ZRANGE", `${key}:prioritized`, 0, HEAD_JOBS - 1],
  ["LRANGE", `${key}:active`, 0, ACTIVE_JOBS - 1],
  ["ZCOUNT", `${key}:delayed`, "-inf", (at - DUE_MS) * SCORE_PER_MS],
  ["ZRANGE", `${key}:delayed`, 0, 0, "WITHSCORES"],
  ["HGET", `${key}:meta`, "paused"],
  ["GET", `${key}:id`],
];
const ANSWERS_PER_QUEUE = PER_QUEUE("", 0).length;

/** All jobs that are not done, and how many were ever added: what is missing has ended. */
type Before = { added: number | null; present: number | null; failures: NewFailures };

/** Reads what BullMQ keeps of its queues and workers, without writing anything. */
export class BullmqReader {
  readonly #watched: readonly WatchedQueue[];
  readonly #prefix: string;
  readonly #before = new Map<string, Before>();

  constructor(watched: readonly WatchedQueue[], prefix: string) {
    this.#watched = watched;
    this.#prefix = prefix;
  }

  /** @throws {Refused | Broken | Overdue} when queues cannot be read at all. */
  async read(redis: Redis, at: Instant): Promise<Look> {
    const answers = await ask(redis, [
      ...this.#watched.flatMap(({ name }) => PER_QUEUE(this.#key(name), at)),
      ["CLIENT", "LIST", "TYPE", "normal"],
    ]);
    const clients = text(answers.at(-1));
    const raw = this.#watched.map((_, i) => answers.slice(i * ANSWERS_PER_QUEUE, (i + 1) * ANSWERS_PER_QUEUE));
    const queues: QueueLook[] = [];
    for (const [i, queue] of this.#watched.entries())
      queues.push(await this.#readQueue(redis, queue, raw[i] as unknown[]));
    const workers = clients === null ? null : bullmqWorkers(clients, this.#prefix, at);
    const names = this.#watched.map((queue) => queue.name);
    return { at, queues, ...listenersOf(names, workers) };
  }

  #key(queue: string): string {
    return `${this.#prefix}:${queue}`;
  }

  async #readQueue(redis: Redis, queue: WatchedQueue, answers: readonly unknown[]): Promise<QueueLook> {
    const key = this.#key(queue.name);
    const counts = countsOf(answers);
    const { ids, failedSince, ended } = this.#endedSince(queue.name, answers, counts);
    const heads = [...(texts(answers[8]) ?? []).toReversed(), ...(texts(answers[9]) ?? [])].flatMap((id) => id ?? []);
    const active = (texts(answers[10]) ?? []).flatMap((id) => id ?? []);
    const details = await ask(redis, [
      ["PING"],
      ...heads.map((id): Question => ["HMGET", `${key}:${id}`, "timestamp", "delay", "processedOn"]),
      ...active.map((id): Question => ["EXISTS", `${key}:${id}:lock`]),
      ...ids.map((id): Question => ["HMGET", `${key}:${id}`, "stacktrace", "failedReason"]),
    ]);
    const [, ...rest] = details;
    const jobs = rest.splice(0, heads.length);
    const locks = rest.splice(0, active.length).map(count);
    return {
      ...queue,
      ...counts,
      head: heads[0] ?? null,
      oldestAt: oldest(jobs),
      abandoned: locks.includes(null) ? null : locks.filter((one) => one === 0).length,
      hasScheduler: null,
      ended,
      failedSince,
      failureKinds: rest.map(failureKind),
    };
  }

  #endedSince(queue: string, answers: readonly unknown[], counts: ReturnType<typeof countsOf>) {
    const before = this.#before.get(queue) ?? { added: null, present: null, failures: new NewFailures() };
    const { ids, failed } = before.failures.take(scored(answers[7]), counts.failed);
    const added = count(answers[14]);
    const parts = [counts.depth, counts.running, counts.scheduled, counts.deferred];
    const present = parts.includes(null) ? null : parts.reduce<number>((sum, one) => sum + (one ?? 0), 0);
    this.#before.set(queue, { ...before, added, present });
    // A counter that went back is another one: the queue was wiped or Redis came back empty.
    if (added === null || present === null || before.added === null || before.present === null || added < before.added)
      return { ids, failedSince: failed, ended: null };
    const ended = Math.max(0, added - before.added - (present - before.present));
    return { ids, failedSince: failed, ended };
  }
}

function countsOf(answers: readonly unknown[]) {
  const [waiting, paused, prioritized, active, delayed, children, failed] = answers.map(count);
  const overdue = count(answers[11]);
  const [dueFirst] = scored(answers[12]);
  const isVisible = waiting != null && paused != null && prioritized != null;
  return {
    depth: isVisible ? waiting + paused + prioritized : null,
    isPaused: text(answers[13]) === "1",
    running: active ?? null,
    failed: failed ?? null,
    deferred: children ?? null,
    // A failed child fails its parent or lets it go on: nothing stays behind.
    stuck: 0,
    scheduled: delayed ?? null,
    overdue,
    oldestDueAt: overdue !== null && overdue > 0 && dueFirst ? dueFirst[1] / SCORE_PER_MS : null,
  };
}

/** A job waits since it was added and its delay was over, or since it was last tried. */
function oldest(jobs: readonly unknown[]): Instant | null {
  const times = jobs.flatMap((job) => {
    const [added, delay, tried] = (texts(job) ?? []).map((one) => Number(one ?? 0));
    return added ? [Math.max(added + (delay ?? 0), tried ?? 0)] : [];
  });
  return times.length === 0 ? null : Math.min(...times);
}

/** Stacks of every attempt, the last one counts; only the class is taken. */
function failureKind(answer: unknown): string {
  const [stacks, reason] = texts(answer) ?? [];
  try {
    const all = JSON.parse(stacks ?? "[]") as unknown;
    return javascriptFailureKind(Array.isArray(all) && all.length > 0 ? String(all.at(-1)) : (reason ?? ""));
  } catch {
    return "unknown";
  }
}

/** Workers by the names of their connections: `bull:<queue in base64>` or `…:w:<name>`. What waits for a job blocks. */
export function bullmqWorkers(clients: string, prefix: string, at: Instant): WorkerState[] {
  const ours = clients.split("\n").filter((line) => line.includes(` name=${prefix}:`));
  return ours.flatMap((line): WorkerState[] => {
    const field = (name: string) => new RegExp(`(?:^| )${name}=([^ ]*)`).exec(line)?.[1] ?? "";
    const [whole, ...parts] = [
      field("name"),
      ...field("name")
        .slice(prefix.length + 1)
        .split(":"),
    ];
    const [encoded = "", kind, ...label] = parts;
    if (!whole?.startsWith(`${prefix}:`) || (kind !== undefined && kind !== "w")) return [];
    return [
      {
        name: label.join(":") || field("addr"),
        health: "alive",
        doing: field("flags").includes("b") ? "idle" : "busy",
        queues: [Buffer.from(encoded, "base64").toString("utf8")],
        bornAt: at - Number(field("age")) * SECOND,
        heartbeatAt: null,
      },
    ];
  });
}
