import { SECOND } from "#lib/domain/instant.ts";
import type { RedisTarget } from "./target.ts";

/** Everything we ever write lies under this prefix. */
export const CANARY_PREFIX = "pulsepage:canary:";

/** It would go by itself a minute after we do. */
export const CANARY_TTL_MS = 60_000;

const inUse = new Map<string, Map<string, number>>();

/** The canary key of a monitor. It is no data of the target's: until `release` it is not counted as such. */
export function registerCanary(target: RedisTarget, monitorKey: string): { key: string; release: () => void } {
  const key = `${CANARY_PREFIX}${monitorKey}`;
  const place = placeOf(target);
  const keys = inUse.get(place) ?? new Map<string, number>();
  inUse.set(place, keys.set(key, (keys.get(key) ?? 0) + 1));
  return {
    key,
    release: () => {
      const left = (keys.get(key) ?? 1) - 1;
      if (left > 0) keys.set(key, left);
      else keys.delete(key);
    },
  };
}

const freeAt = new Map<string, number>();

/**
 * Reserves a moment for so many writes to that target, whichever monitors write to it: one a second.
 *
 * @returns after how many milliseconds they may be made.
 */
export function reserveWrites(target: RedisTarget, writes: number): number {
  const place = placeOf(target);
  const now = performance.now();
  const from = Math.max(now, freeAt.get(place) ?? 0);
  freeAt.set(place, from + writes * SECOND);
  return from - now;
}

/** The canary keys that monitors of this process write to that target. */
export function canariesOf(target: RedisTarget): readonly string[] {
  return [...(inUse.get(placeOf(target))?.keys() ?? [])];
}

function placeOf({ host, port, db }: RedisTarget): string {
  return `${host}:${port}/${db}`;
}
