import { type CreateTableBuilder, type Kysely, sql } from "kysely";

/** What the channels remember, and the operators' templates. */
export async function channels(db: Kysely<unknown>, engine: "sqlite" | "postgres"): Promise<void> {
  const big = engine === "sqlite" ? sql`integer` : sql`bigint`;
  const finish = async (table: CreateTableBuilder<string, never>): Promise<void> => {
    await (engine === "sqlite" ? table.modifyEnd(sql`strict`) : table).execute();
  };
  // biome-ignore lint/suspicious/noExplicitAny: Kysely's column names grow with each call; a migration has no use for them.
  const table = (name: string): any => db.schema.createTable(name);

  await finish(
    table("bounce")
      .addColumn("outbox_id", "text", (c: Column) => c.primaryKey())
      .addColumn("subscriber_id", "text", (c: Column) => c.notNull().references("subscriber.id").onDelete("cascade"))
      .addColumn("at", big, notNull),
  );
  await db.schema.createIndex("bounce_by_subscriber").on("bounce").columns(["subscriber_id", "at"]).execute();
  await finish(
    table("thread")
      .addColumn("subscriber_id", "text", (c: Column) => c.notNull().references("subscriber.id").onDelete("cascade"))
      .addColumn("subject_id", "text", notNull)
      .addColumn("anchor", "text", notNull)
      .addColumn("created_at", big, notNull)
      .addPrimaryKeyConstraint("thread_pk", ["subscriber_id", "subject_id"]),
  );
  await finish(
    table("webhook_key")
      .addColumn("subscriber_id", "text", (c: Column) => c.primaryKey().references("subscriber.id").onDelete("cascade"))
      .addColumn("generation", "integer", notNull)
      .addColumn("rotated_at", big)
      .addColumn("shown_at", big),
  );
  await finish(
    table("template")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("kind", "text", notNull)
      .addColumn("name", "text", notNull)
      .addColumn("channel", "text")
      .addColumn("status", "text")
      .addColumn("title", "text", notNull)
      .addColumn("body", "text", notNull)
      .addColumn("version", "integer", notNull)
      .addColumn("created_at", big, notNull)
      .addColumn("updated_at", big, notNull),
  );
  // What is said on a channel is said one way.
  await sql`create unique index template_message_once on template (coalesce(channel, '')) where kind = 'message'`.execute(
    db,
  );
}

type Column = import("kysely").ColumnDefinitionBuilder;
const notNull = (column: Column): Column => column.notNull();
