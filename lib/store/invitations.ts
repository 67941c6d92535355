import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { Row } from "./schema.ts";

/** Keeps the invitation instead of any former one for the same address. */
export async function replaceInvitation(tx: Database, row: Row<"invitation">): Promise<void> {
  await tx.deleteFrom("invitation").where("email", "=", row.email).execute();
  await tx.insertInto("invitation").values(row).execute();
}

/** The open invitation with this hash; undefined when it was used, taken back, or is too old. */
export function findInvitation(db: Database, hash: string, now: Instant): Promise<Row<"invitation"> | undefined> {
  return db
    .selectFrom("invitation")
    .selectAll()
    .where("hash", "=", hash)
    .where("expires_at", ">", now)
    .executeTakeFirst();
}

export function listInvitations(db: Database, now: Instant): Promise<Row<"invitation">[]> {
  return db.selectFrom("invitation").selectAll().where("expires_at", ">", now).orderBy("created_at").execute();
}

/** @returns false when it was gone already: of any number at once, one is told true. */
export async function removeInvitation(tx: Database, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom("invitation").where("id", "=", id).executeTakeFirst();
  return numDeletedRows === 1n;
}
