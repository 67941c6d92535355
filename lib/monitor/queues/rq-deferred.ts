import type { Redis } from "ioredis";
import { ask, type Question, texts } from "./ask.ts";

/** So many of a queue's longest deferred jobs are looked into. */
const LOOKED_AT = 3;
/** A job that waits for one of these waits for ever. */
const NEVER = new Set(["failed", "canceled", "stopped"]);

/** How many of the longest deferred jobs of each queue wait for one that failed, was stopped, or is gone. @throws as `ask`. */
export async function stuckJobs(redis: Redis, queues: readonly string[]): Promise<Map<string, number>> {
  if (queues.length === 0) return new Map();
  const [, ...lists] = await ask(redis, [
    ["PING"],
    ...queues.map((queue): Question => ["ZRANGE", `rq:deferred:${queue}`, 0, LOOKED_AT - 1]),
  ]);
  const jobs = queues.flatMap((queue, i) =>
    (texts(lists[i]) ?? []).flatMap((id) => (id === null ? [] : [{ queue, id }])),
  );
  const [, ...named] = await ask(redis, [
    ["PING"],
    ...jobs.map(({ id }): Question => ["HMGET", `rq:job:${id}`, "dependency_ids", "dependency_id"]),
  ]);
  const pairs = jobs.flatMap(({ queue, id }, i) => dependencies(named[i]).map((before) => ({ queue, id, before })));
  const [, ...statuses] = await ask(redis, [
    ["PING"],
    ...pairs.map(({ before }): Question => ["HMGET", `rq:job:${before}`, "status"]),
  ]);
  const stuck = pairs.filter((_, i) => {
    const fields = texts(statuses[i]);
    // Not visible is not gone.
    return fields !== null && (fields[0] == null || NEVER.has(fields[0]));
  });
  return new Map(
    queues.map((queue) => [queue, new Set(stuck.filter((one) => one.queue === queue).map((one) => one.id)).size]),
  );
}

/** Ids of the jobs a job waits for: a JSON list since 1.10, one id before. */
function dependencies(answer: unknown): string[] {
  const [list, one] = texts(answer) ?? [];
  try {
    const ids = JSON.parse(list ?? "[]") as unknown;
    if (Array.isArray(ids) && ids.length > 0) return ids.map(String);
  } catch {
    // Older versions keep one id only.
  }
  return one ? [one] : [];
}
