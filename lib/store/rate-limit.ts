import { sql } from "kysely";
import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";

/** `burst` at once, and the same again over `perMs`. */
export type RateLimit = { burst: number; perMs: number };

/**
 * Counts one attempt under `key` if the limit has room for it, in one statement:
 * any number of processes may ask at once (GCRA; deps.md §11).
 *
 * @returns how long to wait when there is no room; 0 when there was.
 */
export async function allow(
  db: Database,
  key: string,
  limit: RateLimit,
  now: Instant,
): Promise<{ allowed: boolean; retryAfterMs: number }> {
  const stepMs = Math.max(1, Math.floor(limit.perMs / limit.burst));
  const fullMs = stepMs * limit.burst;
  // An arrival further ahead than the limit allows was written by a clock that has since been set back: it counts for nothing.
  const next = sql<number>`(case when rate_limit.arrival_at > ${big(now)} and rate_limit.arrival_at <= ${big(now + fullMs)}
    then rate_limit.arrival_at else ${big(now)} end) + ${big(stepMs)}`;
  const taken = await sql<{ arrival_at: number }>`
    insert into rate_limit (key, arrival_at) values (${key}, ${big(now + stepMs)})
    on conflict (key) do update set arrival_at = ${next} where ${next} <= ${big(now + fullMs)}
    returning arrival_at`.execute(db);
  if (taken.rows.length > 0) return { allowed: true, retryAfterMs: 0 };
  const row = await db.selectFrom("rate_limit").select("arrival_at").where("key", "=", key).executeTakeFirst();
  return { allowed: false, retryAfterMs: Math.max(1, (row?.arrival_at ?? now) + stepMs - (now + fullMs)) };
}

/** Forgets limits that have refilled. */
export async function sweepRateLimits(db: Database, now: Instant): Promise<void> {
  await db.deleteFrom("rate_limit").where("arrival_at", "<", now).execute();
}

const big = (value: number) => sql`cast(${value} as bigint)`;
