import { type CreateTableBuilder, type Kysely, sql } from "kysely";

/** How components come about from others and from several monitors, which of them readers see, and what follows from what. */
export async function consoleTables(db: Kysely<unknown>, engine: "sqlite" | "postgres"): Promise<void> {
  const big = engine === "sqlite" ? sql`integer` : sql`bigint`;
  const finish = async <Table extends string>(table: CreateTableBuilder<Table, string>): Promise<void> => {
    await (engine === "sqlite" ? table.modifyEnd(sql`strict`) : table).execute();
  };
  await db.schema
    .alterTable("component")
    .addColumn("rules", "text", (c) => c.notNull().defaultTo("[]"))
    .execute();
  await db.schema.alterTable("component").addColumn("hidden_at", big).execute();
  await db.schema
    .alterTable("component_group")
    .addColumn("rule", "text", (c) => c.notNull().defaultTo('{"kind":"any"}'))
    .execute();
  await db.schema.alterTable("monitor").addColumn("settings", "text").execute();
  await db.schema.alterTable("monitor").addColumn("paused_at", big).execute();
  await db.schema
    .alterTable("monitor")
    .addColumn("changed_at", big, (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable("incident").addColumn("follows_id", "text").execute();
  await finish(
    db.schema
      .createTable("component_need")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("component_id", "text", (c) => c.notNull().references("component.id"))
      .addColumn("needs_id", "text", (c) => c.notNull().references("component.id"))
      .addColumn("strength", "text", (c) => c.notNull())
      .addColumn("began_at", big, (c) => c.notNull())
      .addColumn("ended_at", big),
  );
  await db.schema.createIndex("component_need_by_component").on("component_need").column("component_id").execute();
}
