import { sql } from "kysely";
import type { Instant } from "#lib/domain/instant.ts";
import { type Database, engineOf } from "./database.ts";

/** The PostgreSQL channel on which each new version is announced. */
export const STATE_CHANNEL = "pulsepage_state";

/** The number that grows with every public change. */
export async function readVersion(db: Database): Promise<number> {
  const row = await db.selectFrom("state_version").select("version").where("id", "=", 1).executeTakeFirstOrThrow();
  return row.version;
}

/** Says that something public changed. Call it in the transaction that changes it. */
export async function bumpVersion(tx: Database, now: Instant): Promise<void> {
  const { version } = await tx
    .updateTable("state_version")
    .set((eb) => ({ version: eb("version", "+", 1), changed_at: now }))
    .where("id", "=", 1)
    .returning("version")
    .executeTakeFirstOrThrow();
  if (engineOf(tx) === "postgres") await sql`select pg_notify(${STATE_CHANNEL}, ${String(version)})`.execute(tx);
}
