import { type CreateTableBuilder, type Kysely, sql } from "kysely";

/** Planned work that comes back and is moved; corrections that stay visible; postmortems; samples in roll-ups. */
export async function page(db: Kysely<unknown>, engine: "sqlite" | "postgres"): Promise<void> {
  const big = engine === "sqlite" ? sql`integer` : sql`bigint`;
  const real = engine === "sqlite" ? sql`real` : sql`double precision`;
  const finish = async (table: CreateTableBuilder<string, never>): Promise<void> => {
    await (engine === "sqlite" ? table.modifyEnd(sql`strict`) : table).execute();
  };
  // biome-ignore lint/suspicious/noExplicitAny: Kysely's column names grow with each call; a migration has no use for them.
  const table = (name: string): any => db.schema.createTable(name);
  const add = (name: string, column: string, type: "text" | typeof big, preset?: string) =>
    db.schema
      .alterTable(name)
      .addColumn(column, type, (c) => (preset === undefined ? c : c.notNull().defaultTo(sql.lit(preset))))
      .execute();

  await finish(
    table("maintenance_series")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("title", "text", notNull)
      .addColumn("body", "text", notNull)
      .addColumn("rule", "text", notNull)
      .addColumn("time_zone", "text", notNull)
      .addColumn("starts_at", big, notNull)
      .addColumn("duration_ms", big, notNull)
      .addColumn("components", "text", notNull)
      .addColumn("reminders", "text", notNull)
      .addColumn("ended_at", big)
      .addColumn("created_at", big, notNull)
      .addColumn("updated_at", big, notNull),
  );
  await add("maintenance", "series_id", "text");
  await add("maintenance", "occurs_at", big);
  await add("maintenance", "reminders", "text", "[86400000,3600000]");
  await add("maintenance", "planned_end_at", big);
  await add("maintenance", "begun_at", big);
  await add("maintenance", "overran_at", big);
  await sql`create unique index maintenance_occurrence on maintenance (series_id, occurs_at)
    where series_id is not null`.execute(db);
  await db.schema.createIndex("maintenance_by_start").on("maintenance").columns(["starts_at"]).execute();
  await finish(
    table("maintenance_change")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("maintenance_id", "text", (c: Column) => c.notNull().references("maintenance.id"))
      .addColumn("stage", "text", notNull)
      .addColumn("at", big, notNull)
      .addColumn("author", "text", notNull)
      .addColumn("was_starts_at", big)
      .addColumn("was_ends_at", big)
      .addColumn("starts_at", big, notNull)
      .addColumn("ends_at", big, notNull),
  );
  await db.schema.createIndex("maintenance_change_of").on("maintenance_change").columns(["maintenance_id"]).execute();

  await add("incident_update", "edited_at", big);
  await finish(
    table("update_edit")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("update_id", "text", (c: Column) => c.notNull().references("incident_update.id"))
      .addColumn("was_body", "text", notNull)
      .addColumn("at", big, notNull)
      .addColumn("author", "text", notNull),
  );
  await db.schema.createIndex("update_edit_of").on("update_edit").columns(["update_id"]).execute();
  await finish(
    table("postmortem")
      .addColumn("incident_id", "text", (c: Column) => c.primaryKey().references("incident.id"))
      .addColumn("body", "text", notNull)
      .addColumn("author", "text", notNull)
      .addColumn("version", "integer", notNull)
      .addColumn("published_at", big)
      .addColumn("created_at", big, notNull)
      .addColumn("updated_at", big, notNull),
  );
  await finish(
    table("correction")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("component_id", "text", (c: Column) => c.notNull().references("component.id"))
      .addColumn("status", "text", notNull)
      .addColumn("started_at", big, notNull)
      .addColumn("ended_at", big, notNull)
      .addColumn("reason", "text", notNull)
      .addColumn("author", "text", notNull)
      .addColumn("created_at", big, notNull)
      .addColumn("withdrawn_at", big),
  );
  await db.schema.createIndex("correction_of").on("correction").columns(["component_id", "ended_at"]).execute();

  await finish(
    table("sample")
      .addColumn("monitor_id", "text", (c: Column) => c.notNull().references("monitor.id"))
      .addColumn("metric", "text", notNull)
      .addColumn("step", "text", notNull)
      .addColumn("at", big, notNull)
      .addColumn("count", "integer", notNull)
      .addColumn("sum", real, notNull)
      .addColumn("max", real, notNull)
      .addColumn("buckets", "text", notNull)
      .addPrimaryKeyConstraint("sample_pk", ["monitor_id", "metric", "step", "at"]),
  );
  await db.schema.createIndex("sample_by_age").on("sample").columns(["step", "at"]).execute();
  await db.schema.createIndex("incident_by_started").on("incident").columns(["started_at"]).execute();
}

type Column = import("kysely").ColumnDefinitionBuilder;
const notNull = (column: Column): Column => column.notNull();
