import { type CreateTableBuilder, type Kysely, sql } from "kysely";

/** What the worker keeps of its targets beside their signals: recordings, changes, memory, and tests asked for. */
export async function recorder(db: Kysely<unknown>, engine: "sqlite" | "postgres"): Promise<void> {
  const big = engine === "sqlite" ? sql`integer` : sql`bigint`;
  const finish = async <Table extends string>(table: CreateTableBuilder<Table, string>): Promise<void> => {
    await (engine === "sqlite" ? table.modifyEnd(sql`strict`) : table).execute();
  };
  await finish(
    db.schema
      .createTable("recording")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("incident_id", "text", (c) => c.notNull().references("incident.id"))
      .addColumn("monitor_id", "text", (c) => c.notNull().references("monitor.id"))
      .addColumn("frozen_at", big, (c) => c.notNull())
      .addColumn("content", "text", (c) => c.notNull())
      .addUniqueConstraint("recording_once", ["incident_id", "monitor_id"]),
  );
  await db.schema.createIndex("recording_by_time").on("recording").columns(["monitor_id", "frozen_at"]).execute();
  await finish(
    db.schema
      .createTable("target_change")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("monitor_id", "text", (c) => c.notNull().references("monitor.id"))
      .addColumn("kind", "text", (c) => c.notNull())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("before", "text")
      .addColumn("after", "text")
      .addColumn("unseen_since", big, (c) => c.notNull())
      .addColumn("seen_at", big, (c) => c.notNull()),
  );
  await db.schema.createIndex("target_change_by_time").on("target_change").columns(["monitor_id", "seen_at"]).execute();
  await finish(
    db.schema
      .createTable("target_memory")
      .addColumn("monitor_id", "text", (c) => c.notNull().references("monitor.id"))
      .addColumn("kind", "text", (c) => c.notNull())
      .addColumn("content", "text", (c) => c.notNull())
      .addColumn("updated_at", big, (c) => c.notNull())
      .addPrimaryKeyConstraint("target_memory_pk", ["monitor_id", "kind"]),
  );
  await finish(
    db.schema
      .createTable("monitor_test")
      .addColumn("id", "text", (c) => c.primaryKey())
      .addColumn("monitor_id", "text", (c) => c.notNull().references("monitor.id"))
      .addColumn("asked_at", big, (c) => c.notNull())
      .addColumn("asked_by", "text", (c) => c.notNull())
      .addColumn("begun_at", big)
      .addColumn("answered_at", big)
      .addColumn("answer", "text"),
  );
  await sql`create index monitor_test_open on monitor_test (asked_at) where begun_at is null`.execute(db);
}
