import { type CreateTableBuilder, type Kysely, sql } from "kysely";

/** What each subscriber wants to hear and when; notices of maintenance; what was sent, counted. */
export async function subscriptions(db: Kysely<unknown>, engine: "sqlite" | "postgres"): Promise<void> {
  const big = engine === "sqlite" ? sql`integer` : sql`bigint`;
  const finish = async (table: CreateTableBuilder<string, never>): Promise<void> => {
    await (engine === "sqlite" ? table.modifyEnd(sql`strict`) : table).execute();
  };
  // biome-ignore lint/suspicious/noExplicitAny: Kysely's column names grow with each call; a migration has no use for them.
  const table = (name: string): any => db.schema.createTable(name);
  const add = (name: string, column: string, type: "text" | "integer" | typeof big, preset?: string) =>
    db.schema
      .alterTable(name)
      .addColumn(column, type, (c) => (preset === undefined ? c : c.notNull().defaultTo(sql.lit(preset))))
      .execute();

  await add("subscriber", "scope", "text", "everything");
  await add("subscriber", "events", "text", ",incident,maintenance,postmortem,report,");
  await add("subscriber", "min_impact", "text", "none");
  await add("subscriber", "digest", "text", "off");
  await add("subscriber", "quiet_from", "integer");
  await add("subscriber", "quiet_until", "integer");
  await add("subscriber", "time_zone", "text");
  await add("subscriber", "language", "text");
  await add("subscriber", "paused_until", big);
  await add("subscriber", "wish", "text");
  await add("subscriber", "contact", "text");
  await add("subscriber", "consent", "text");
  await sql`update subscriber set scope = 'chosen' where id in (select subscriber_id from subscriber_component)`.execute(
    db,
  );
  await finish(
    table("subscriber_group")
      .addColumn("subscriber_id", "text", (c: Column) => c.notNull().references("subscriber.id").onDelete("cascade"))
      .addColumn("group_id", "text", (c: Column) => c.notNull().references("component_group.id"))
      .addPrimaryKeyConstraint("subscriber_group_pk", ["subscriber_id", "group_id"]),
  );
  await finish(
    table("subscriber_incident")
      .addColumn("subscriber_id", "text", (c: Column) => c.notNull().references("subscriber.id").onDelete("cascade"))
      .addColumn("incident_id", "text", (c: Column) => c.notNull().references("incident.id"))
      .addPrimaryKeyConstraint("subscriber_incident_pk", ["subscriber_id", "incident_id"]),
  );
  await db.schema.createIndex("subscriber_incident_by").on("subscriber_incident").columns(["incident_id"]).execute();

  await finish(
    table("maintenance_notice")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("maintenance_id", "text", (c: Column) => c.notNull().references("maintenance.id"))
      .addColumn("seq", "integer", notNull)
      .addColumn("stage", "text", notNull)
      .addColumn("lead_ms", big)
      .addColumn("title", "text", notNull)
      .addColumn("body", "text", notNull)
      .addColumn("starts_at", big, notNull)
      .addColumn("ends_at", big, notNull)
      .addColumn("posted_at", big, notNull)
      .addUniqueConstraint("maintenance_notice_seq", ["maintenance_id", "seq"]),
  );
  // Each reminder of a window is told once, and again when the window was moved.
  await sql`create unique index maintenance_notice_once on maintenance_notice (maintenance_id, lead_ms, starts_at)
    where lead_ms is not null`.execute(db);

  // A fan-out is of an incident's update or of a maintenance's notice.
  await finish(
    table("fanout_next")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("event", "text", notNull)
      .addColumn("incident_id", "text", (c: Column) => c.references("incident.id"))
      .addColumn("update_id", "text", (c: Column) => c.unique().references("incident_update.id"))
      .addColumn("maintenance_id", "text", (c: Column) => c.references("maintenance.id"))
      .addColumn("notice_id", "text", (c: Column) => c.unique().references("maintenance_notice.id"))
      .addColumn("seq", "integer", notNull)
      .addColumn("cursor", "text", notNull)
      .addColumn("not_before", big, notNull)
      .addColumn("created_at", big, notNull)
      .addColumn("finished_at", big),
  );
  await sql`insert into fanout_next (id, event, incident_id, update_id, seq, cursor, not_before, created_at, finished_at)
    select f.id, 'incident', f.incident_id, f.update_id, u.seq, f.cursor, f.created_at, f.created_at, f.finished_at
    from fanout f join incident_update u on u.id = f.update_id`.execute(db);
  await db.schema.dropTable("fanout").execute();
  await db.schema.alterTable("fanout_next").renameTo("fanout").execute();
  await sql`create index fanout_open on fanout (created_at) where finished_at is null`.execute(db);

  await add("outbox", "subject_id", "text");
  await add("outbox", "notice_id", "text");
  await add("outbox", "held_until", big);
  await add("outbox", "merged_into", "text");
  await sql`update outbox set subject_id = incident_id where incident_id is not null`.execute(db);
  await db.schema.dropIndex("outbox_order").execute();
  // One index for the order within a subject, the thread, who was told before, and what a person can ask to be forgotten.
  await db.schema
    .createIndex("outbox_by_subscriber")
    .on("outbox")
    .columns(["subscriber_id", "subject_id", "seq"])
    .execute();
  await sql`create unique index outbox_notice_once on outbox (notice_id, subscriber_id) where notice_id is not null`.execute(
    db,
  );
  // The totals of one update are counted in the index alone.
  await sql`create index outbox_of_update on outbox (update_id, channel, state) where update_id is not null`.execute(
    db,
  );
  await sql`create index outbox_of_notice on outbox (notice_id, channel, state) where notice_id is not null`.execute(
    db,
  );
  await sql`create index outbox_waiting on outbox (channel, created_at) where state = 'queued'`.execute(db);
  await sql`create index outbox_failed on outbox (channel, settled_at) where state = 'failed'`.execute(db);
  await sql`create index outbox_held on outbox (held_until) where state = 'held'`.execute(db);
  await sql`create index outbox_digest on outbox (subscriber_id) where kind = 'digest' and state = 'queued'`.execute(
    db,
  );
  await sql`create index outbox_settled on outbox (settled_at) where settled_at is not null`.execute(db);

  await finish(
    table("delivery_count")
      .addColumn("channel", "text", notNull)
      .addColumn("outcome", "text", notNull)
      .addColumn("count", big, notNull)
      .addPrimaryKeyConstraint("delivery_count_pk", ["channel", "outcome"]),
  );
  await sql`insert into delivery_count (channel, outcome, count)
    select channel, state, count(*) from outbox where state in ('sent', 'failed', 'suppressed')
    group by channel, state`.execute(db);
  await finish(
    table("delivery_total")
      .addColumn("ref_id", "text", notNull)
      .addColumn("channel", "text", notNull)
      .addColumn("state", "text", notNull)
      .addColumn("count", big, notNull)
      .addPrimaryKeyConstraint("delivery_total_pk", ["ref_id", "channel", "state"]),
  );
  await finish(
    table("alarm")
      .addColumn("name", "text", (c: Column) => c.primaryKey())
      .addColumn("since", big, notNull)
      .addColumn("answer", "text", notNull)
      .addColumn("told_at", big),
  );
}

type Column = import("kysely").ColumnDefinitionBuilder;
const notNull = (column: Column): Column => column.notNull();
