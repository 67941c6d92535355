import { type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";

/** What is remembered of a Redis over restarts, its own and ours. */
export type RedisMemory = {
  runId: string;
  keys: number;
  /** How often it was emptied by command since its start; absent when that is not visible. */
  flushes?: number;
  /** It was a primary when we looked: that is what is expected of it. */
  role?: "master";
  /** While it is said that data was lost: how many keys there were, since when they are gone, and how. */
  lostKeys?: number;
  lostAt?: Instant;
  lostBy?: LossKind;
};

/** Came back without its data; was emptied by FLUSHALL or FLUSHDB; its keys were deleted. */
export type LossKind = "restart" | "flush" | "deletion";

/** What one look at a primary found. */
export type KeyLook = {
  runId: string;
  keys: number;
  /** NaN when not visible. */
  flushes: number;
  /** Keys that went by themselves so far: expired, evicted; NaN when not visible. */
  went: number;
};

/** So long it is said that data was lost, unless half of it is back sooner. */
const SAID_FOR_MS = 10 * MINUTE;
/** Below this many keys, going down to a tenth is everyday life. */
const FEW = 20;

/** Whether nearly all is gone. */
function isCollapse(before: number, after: number): boolean {
  return before > 0 && (before < FEW ? after === 0 : after <= before / 10);
}

/**
 * Takes in a look. `lostAt` in the result: data was lost (redis.md §1, data.keyspace_loss).
 *
 * @param steady how many keys had been there for a while, if nothing but deletion explains that they are gone; null otherwise.
 */
export function rememberKeys(
  before: RedisMemory | null,
  seen: KeyLook,
  steady: number | null,
  now: Instant,
): RedisMemory {
  const next: RedisMemory = { runId: seen.runId, keys: seen.keys, role: "master" };
  if (!Number.isNaN(seen.flushes)) next.flushes = seen.flushes;
  if (before === null) return next;
  const { lostAt, lostKeys, lostBy } = before;
  if (lostAt !== undefined && lostKeys !== undefined) {
    const isOver = now - lostAt >= SAID_FOR_MS || seen.keys * 2 >= lostKeys;
    return isOver ? next : { ...next, lostKeys, lostAt, ...(lostBy ? { lostBy } : {}) };
  }
  const kind = lossOf(before, seen, steady);
  return kind ? { ...next, lostKeys: steady ?? before.keys, lostAt: now, lostBy: kind } : next;
}

function lossOf(before: RedisMemory, seen: KeyLook, steady: number | null): LossKind | null {
  if (before.runId !== seen.runId) return isCollapse(before.keys, seen.keys) ? "restart" : null;
  const isFlushed = before.flushes !== undefined && seen.flushes > before.flushes;
  if (isFlushed && isCollapse(before.keys, seen.keys)) return "flush";
  return steady !== null && isCollapse(steady, seen.keys) ? "deletion" : null;
}

/** The memory as the store kept it; null when nothing usable was kept. */
export function readMemory(kept: Readonly<Record<string, string | number>>): RedisMemory | null {
  const { runId, keys, flushes, role, lostKeys, lostAt, lostBy } = kept;
  if (typeof runId !== "string" || typeof keys !== "number") return null;
  const isLoss = typeof lostKeys === "number" && typeof lostAt === "number";
  return {
    runId,
    keys,
    ...(typeof flushes === "number" ? { flushes } : {}),
    ...(role === "master" ? { role } : {}),
    ...(isLoss ? { lostKeys, lostAt } : {}),
    ...(isLoss && (lostBy === "restart" || lostBy === "flush" || lostBy === "deletion") ? { lostBy } : {}),
  };
}

/** Keys that were there at every look for half a minute, until a quarter of a minute ago, are here to stay. */
const WATCHED_MS = 2 * MINUTE;
const STEADY_MS = 30 * SECOND;
const RECENT_MS = 15 * SECOND;
/** Fewer keys than this say nothing about what is kept here. */
const MANY = 50;

/** Notices that keys which had been there all the time were deleted, one by one or in batches. */
export class SteadyKeys {
  #looks: (KeyLook & { at: Instant })[] = [];

  /** How many keys there were when nearly all of them are gone and did not go by themselves; null otherwise. */
  take(seen: KeyLook, now: Instant): number | null {
    const kept = this.#looks.filter((one) => one.runId === seen.runId && now - one.at <= WATCHED_MS && one.at <= now);
    this.#looks = [...kept, { ...seen, at: now }];
    const before = kept.filter((one) => now - one.at >= RECENT_MS);
    const [first] = before;
    const last = before.at(-1);
    if (!first || !last || last.at - first.at < STEADY_MS) return null;
    const steady = Math.min(...before.map((one) => one.keys));
    const wentByThemselves = seen.went - last.went > (steady - seen.keys) / 2;
    if (steady < MANY || !isCollapse(steady, seen.keys) || wentByThemselves) return null;
    this.#looks = [];
    return steady;
  }
}
