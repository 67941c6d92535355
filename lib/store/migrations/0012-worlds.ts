import { type CreateTableBuilder, type Kysely, sql } from "kysely";

/** How the page looks and who may read it; which of that status.yaml says. */
export async function worlds(db: Kysely<unknown>, engine: "sqlite" | "postgres"): Promise<void> {
  const big = engine === "sqlite" ? sql`integer` : sql`bigint`;
  const finish = async (table: CreateTableBuilder<string, string>): Promise<void> => {
    await (engine === "sqlite" ? table.modifyEnd(sql`strict`) : table).execute();
  };
  await finish(
    db.schema
      .createTable("page_setting")
      .addColumn("key", "text", (column) => column.primaryKey())
      .addColumn("value", "text", (column) => column.notNull())
      .addColumn("updated_at", big, (column) => column.notNull()),
  );
  await finish(
    db.schema
      .createTable("page_link")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("expires_at", big, (column) => column.notNull())
      .addColumn("created_by", "text", (column) => column.notNull())
      .addColumn("created_at", big, (column) => column.notNull()),
  );
  await db.schema
    .alterTable("page")
    .addColumn("config_keys", "text", (column) => column.notNull().defaultTo("[]"))
    .execute();
}
