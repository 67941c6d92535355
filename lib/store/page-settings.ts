import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { Row } from "./schema.ts";

/** The picture is large and rarely wanted: it is read by itself. */
const LOGO = "logo";

/** What is set, as JSON by its key; the logo's picture is not among it. */
export async function readPageSettings(db: Database): Promise<Map<string, string>> {
  const rows = await db.selectFrom("page_setting").select(["key", "value"]).where("key", "!=", LOGO).execute();
  return new Map(rows.map(({ key, value }) => [key, value]));
}

/** One setting as JSON; null when it has never been set. */
export async function readPageSetting(db: Database, key: string): Promise<string | null> {
  const row = await db.selectFrom("page_setting").select("value").where("key", "=", key).executeTakeFirst();
  return row?.value ?? null;
}

/** Sets one; null: as it comes. */
export async function writePageSetting(tx: Database, key: string, value: string | null, now: Instant): Promise<void> {
  if (value === null) {
    await tx.deleteFrom("page_setting").where("key", "=", key).execute();
    return;
  }
  const row = { value, updated_at: now };
  await tx
    .insertInto("page_setting")
    .values({ key, ...row })
    .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
    .execute();
}

/** The links that still open the page, the newest first. */
export function listPageLinks(db: Database, now: Instant): Promise<Row<"page_link">[]> {
  return db
    .selectFrom("page_link")
    .selectAll()
    .where("expires_at", ">", now)
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();
}

export async function insertPageLink(tx: Database, row: Row<"page_link">): Promise<void> {
  await tx.insertInto("page_link").values(row).execute();
}

/** @returns the link that was taken back; undefined when there was none. */
export function deletePageLink(tx: Database, id: string): Promise<Row<"page_link"> | undefined> {
  return tx.deleteFrom("page_link").where("id", "=", id).returningAll().executeTakeFirst();
}
