import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";

/** The number that grows with every public change. */
export async function readVersion(db: Database): Promise<number> {
  const row = await db.selectFrom("state_version").select("version").where("id", "=", 1).executeTakeFirstOrThrow();
  return row.version;
}

/** Says that something public changed. Call it in the transaction that changes it. */
export async function bumpVersion(tx: Database, now: Instant): Promise<void> {
  await tx
    .updateTable("state_version")
    .set((eb) => ({ version: eb("version", "+", 1), changed_at: now }))
    .where("id", "=", 1)
    .execute();
}

/** Writes the version row as it is: throws when the store cannot take a write just now. */
export async function tryWrite(db: Database): Promise<void> {
  await db
    .updateTable("state_version")
    .set((eb) => ({ version: eb.ref("version") }))
    .where("id", "=", 1)
    .execute();
}

/** When something public changed last; 0 before anything did. */
export async function versionChangedAt(db: Database): Promise<Instant> {
  const row = await db.selectFrom("state_version").select("changed_at").where("id", "=", 1).executeTakeFirstOrThrow();
  return row.changed_at;
}
