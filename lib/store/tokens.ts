import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { NewRow, Row } from "./schema.ts";

const USE_NOTED_EVERY_MS = 60_000;

export async function insertToken(tx: Database, row: NewRow<"token">): Promise<void> {
  await tx.insertInto("token").values(row).execute();
}

/** The token with this hash that is neither revoked nor expired; undefined when there is none. */
export function findLiveToken(db: Database, hash: string, now: Instant): Promise<Row<"token"> | undefined> {
  return db
    .selectFrom("token")
    .selectAll()
    .where("hash", "=", hash)
    .where("revoked_at", "is", null)
    .where((eb) => eb.or([eb("expires_at", "is", null), eb("expires_at", ">", now)]))
    .executeTakeFirst();
}

/** Notes that the token was used; at most one write a minute. */
export async function touchToken(db: Database, token: Row<"token">, now: Instant): Promise<void> {
  if (token.last_used_at !== null && Math.abs(now - token.last_used_at) < USE_NOTED_EVERY_MS) return;
  await db.updateTable("token").set({ last_used_at: now }).where("id", "=", token.id).execute();
}

/** Every token that is not revoked, the newest first. */
export function listTokens(db: Database): Promise<Row<"token">[]> {
  return db.selectFrom("token").selectAll().where("revoked_at", "is", null).orderBy("created_at", "desc").execute();
}

/** @returns false when there is no such token, or it was revoked before. */
export async function revokeToken(tx: Database, id: string, now: Instant): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("token")
    .set({ revoked_at: now })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
