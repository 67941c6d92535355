import type { Kysely } from "kysely";

/** What operators keep in the store rather than in a file. */
export async function operators(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("configuration")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("applied_at", "bigint", (column) => column.notNull())
    .addColumn("applied_by", "text", (column) => column.notNull())
    .execute();
}
