import type { Redis } from "ioredis";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import type { WorkerState } from "#lib/domain/queue.ts";
import type { Info } from "#lib/monitor/redis/info.ts";
import { ask, count, type Question, text, texts } from "./ask.ts";
import { type WorkerTraces, workerHealth } from "./worker-health.ts";

/** More registered workers than these are not looked at. */
const WORKERS_MAX = 300;
const PREFIX = "rq:worker:";
const FIELDS = [
  "state",
  "birth",
  "last_heartbeat",
  "queues",
  "death",
  "successful_job_count",
  "failed_job_count",
] as const;
const PER_WORKER = 2;

/** A registered worker, and how many jobs it has ended since its birth; null when it does not say. */
export type RqWorker = { state: WorkerState; ended: number | null };

type Read = { name: string; queues: string[]; ended: number | null; traces: WorkerTraces };

/**
 * Every registered worker; null when they are not visible to us.
 *
 * @param heard names of workers whose channel was heard in this run of Redis; those heard now are added.
 * @throws as `ask`.
 */
export async function readRqWorkers(
  redis: Redis,
  info: Info,
  heard: Set<string>,
  now: Instant,
): Promise<RqWorker[] | null> {
  const [, members] = await ask(redis, [["PING"], ["SMEMBERS", "rq:workers"]]);
  const names = texts(members)
    ?.flatMap((key) => (key?.startsWith(PREFIX) ? [key.slice(PREFIX.length)] : []))
    .toSorted()
    .slice(0, WORKERS_MAX);
  if (!names) return null;
  if (names.length === 0) return [];
  const [, numsub, ...hashes] = await ask(redis, [
    ["PING"],
    ["PUBSUB", "NUMSUB", ...names.map((name) => `rq:pubsub:${name}`)],
    ...names.flatMap((name): Question[] => [
      ["HMGET", `${PREFIX}${name}`, ...FIELDS],
      ["PTTL", `${PREFIX}${name}`],
    ]),
  ]);
  const listeners = Array.isArray(numsub) ? numsub.filter((_, i) => i % 2 === 1).map(count) : null;
  names.forEach((name, i) => {
    if ((listeners?.[i] ?? 0) > 0) heard.add(name);
  });
  const read = names.map((name, i) => {
    const channel = { listeners: listeners?.[i] ?? null, wasHeard: heard.has(name) };
    return readWorker(name, hashes.slice(i * PER_WORKER, (i + 1) * PER_WORKER), channel);
  });
  const idle = read.filter(({ traces }) => traces.doing === "idle" && traces.ttlMs !== -2).length;
  const uptime = Number(info.uptime_in_seconds);
  const redisStartedAt = Number.isNaN(uptime) ? null : now - uptime * SECOND;
  const around = { redisStartedAt, idle, waiting: await waitingClients(redis, read) };
  return read.map(({ name, queues, ended, traces }) => {
    const { doing, bornAt, heartbeatAt } = traces;
    return { ended, state: { name, queues, doing, bornAt, heartbeatAt, health: workerHealth(traces, around, now) } };
  });
}

function readWorker(name: string, [hash, ttl]: unknown[], channel: Pick<WorkerTraces, "listeners" | "wasHeard">): Read {
  const [doing, birth, beat, queues, death, succeeded, failed] = texts(hash) ?? [];
  const counted = succeeded === null && failed === null ? null : Number(succeeded ?? 0) + Number(failed ?? 0);
  return {
    name,
    queues: queues ? queues.split(",") : [],
    ended: counted,
    traces: {
      doing: doing ?? null,
      bornAt: rqTime(birth ?? null),
      heartbeatAt: rqTime(beat ?? null),
      ttlMs: count(ttl),
      ...channel,
      diedAt: rqTime(death ?? null),
    },
  };
}

/**
 * Connections that wait for a job. Asked only when somebody idle has fallen
 * silent: the list is long where there are many clients. Null: not visible.
 */
async function waitingClients(redis: Redis, workers: readonly Read[]): Promise<number | null> {
  if (!workers.some(({ traces }) => traces.doing === "idle" && traces.listeners === 0)) return null;
  const [, clients] = await ask(redis, [["PING"], ["CLIENT", "LIST"]]);
  const list = text(clients);
  return list === null ? null : countWaiting(list);
}

/** Connections of a CLIENT LIST that block on a list, as RQ's workers do. */
export function countWaiting(clients: string): number {
  return clients.split("\n").filter((line) => /\bflags=\w*b/.test(line) && /\bcmd=(blpop|blmove)\b/.test(line)).length;
}

/** "2026-11-23T00:32:35.312972Z", with or without fraction and Z; null when it is none. */
export function rqTime(written: string | null): Instant | null {
  if (!written) return null;
  const at = Date.parse(/Z$|[+-]\d\d:?\d\d$/.test(written) ? written : `${written}Z`);
  return Number.isNaN(at) ? null : at;
}
