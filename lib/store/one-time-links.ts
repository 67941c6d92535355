import type { Database } from "./database.ts";
import type { Row } from "./schema.ts";

type Link = Row<"one_time_link">;

/** Keeps this link and forgets the former one for the same purpose. */
export async function replaceLink(db: Database, link: Link): Promise<void> {
  const { purpose: _key, ...change } = link;
  await db
    .insertInto("one_time_link")
    .values(link)
    .onConflict((conflict) => conflict.column("purpose").doUpdateSet(change))
    .execute();
}

/** The link for this purpose, used by nobody yet; undefined when there is none. */
export function readLink(db: Database, purpose: Link["purpose"]): Promise<Link | undefined> {
  return db.selectFrom("one_time_link").selectAll().where("purpose", "=", purpose).executeTakeFirst();
}

/** Uses the link up. @returns false when somebody else has: of any number at once, one is told true. */
export async function takeLink(tx: Database, link: Pick<Link, "purpose" | "hash">): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom("one_time_link")
    .where("purpose", "=", link.purpose)
    .where("hash", "=", link.hash)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
