import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { Row } from "./schema.ts";

/** The answer that was given to this key before; undefined when there was none. */
export function findAnswer(tx: Database, key: string): Promise<Row<"idempotency"> | undefined> {
  return tx.selectFrom("idempotency").selectAll().where("key", "=", key).executeTakeFirst();
}

/** Claims a key before the work is done. @returns false when another request has it: then wait for its answer. */
export async function claimKey(tx: Database, key: string, requestHash: string, now: Instant): Promise<boolean> {
  const row = await tx
    .insertInto("idempotency")
    .values({ key, request_hash: requestHash, status: 0, body: "", created_at: now })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .returning("key")
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps the answer for repeats. Call it in the transaction of the work. */
export async function keepAnswer(tx: Database, key: string, answer: { status: number; body: string }): Promise<void> {
  await tx.updateTable("idempotency").set(answer).where("key", "=", key).execute();
}

/** Forgets keys that are too old to be repeated. */
export async function sweepAnswers(db: Database, before: Instant): Promise<void> {
  await db.deleteFrom("idempotency").where("created_at", "<", before).execute();
}
