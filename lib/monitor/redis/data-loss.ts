import { type Instant, MINUTE } from "#lib/domain/instant.ts";

/** What is remembered of a Redis over restarts, its own and ours. */
export type RedisMemory = {
  runId: string;
  keys: number;
  /** While it is said that data was lost: how many keys there were, and since when they are gone. */
  lostKeys?: number;
  lostAt?: Instant;
};

/** So long it is said that data was lost, unless half of it is back sooner. */
const SAID_FOR_MS = 10 * MINUTE;

/**
 * Takes in a run id and a key count. `lostAt` in the result: this Redis was
 * restarted, held keys before and came back with none (redis.md §1, data.keyspace_loss).
 */
export function rememberKeys(
  before: RedisMemory | null,
  seen: { runId: string; keys: number },
  now: Instant,
): RedisMemory {
  const next: RedisMemory = { ...seen };
  if (before?.lostAt !== undefined && before.lostKeys !== undefined) {
    const isOver = now - before.lostAt >= SAID_FOR_MS || seen.keys * 2 >= before.lostKeys;
    return isOver ? next : { ...next, lostKeys: before.lostKeys, lostAt: before.lostAt };
  }
  const cameBackEmpty = before !== null && before.runId !== seen.runId && before.keys > 0 && seen.keys === 0;
  return cameBackEmpty ? { ...next, lostKeys: before.keys, lostAt: now } : next;
}

/** The memory as the store kept it; null when nothing usable was kept. */
export function readMemory(kept: Readonly<Record<string, string | number>>): RedisMemory | null {
  if (typeof kept.runId !== "string" || typeof kept.keys !== "number") return null;
  const lost =
    typeof kept.lostKeys === "number" && typeof kept.lostAt === "number"
      ? { lostKeys: kept.lostKeys, lostAt: kept.lostAt }
      : {};
  return { runId: kept.runId, keys: kept.keys, ...lost };
}
