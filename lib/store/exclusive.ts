import { sql, type Transaction } from "kysely";
import { type Database, engineOf, inTransaction } from "./database.ts";
import type { Tables } from "./schema.ts";

/**
 * Runs `work` in a transaction that no other one with the same `lock` number
 * overlaps, in whatever process. SQLite's writers take turns by themselves.
 */
export function inExclusiveTransaction<T>(
  db: Database,
  lock: number,
  work: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return inTransaction(db, async (tx) => {
    if (engineOf(db) === "postgres") await sql`select pg_advisory_xact_lock(${lock})`.execute(tx);
    return work(tx);
  });
}
