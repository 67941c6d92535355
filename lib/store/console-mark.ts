import type { Database } from "./database.ts";

/**
 * A text that is another one after every change operators see: what is public, and every deed of one of them.
 * Two reads that give the same text have seen the same.
 */
export async function readConsoleMark(db: Database): Promise<string> {
  const { version, seq } = await db
    .selectFrom("state_version")
    .select((eb) => ["version", eb.selectFrom("audit_head").select("seq").as("seq")])
    .where("id", "=", 1)
    .executeTakeFirstOrThrow();
  return `${version}.${seq ?? 0}`;
}
