import { type CreateTableBuilder, type Kysely, sql } from "kysely";

/** What operators wrote, in other languages. */
export async function translations(db: Kysely<unknown>, engine: "sqlite" | "postgres"): Promise<void> {
  const big = engine === "sqlite" ? sql`integer` : sql`bigint`;
  const finish = async <Table extends string>(table: CreateTableBuilder<Table, string>): Promise<void> => {
    await (engine === "sqlite" ? table.modifyEnd(sql`strict`) : table).execute();
  };
  await finish(
    db.schema
      .createTable("translation")
      .addColumn("key", "text", (c) => c.notNull())
      .addColumn("language", "text", (c) => c.notNull())
      .addColumn("source", "text", (c) => c.notNull())
      .addColumn("text", "text", (c) => c.notNull())
      .addColumn("updated_at", big, (c) => c.notNull())
      .addPrimaryKeyConstraint("translation_key", ["key", "language"]),
  );
}
