import { type CreateTableBuilder, type Kysely, sql } from "kysely";

/** Everything the first release keeps. Data, not logic: exempt from the length norm. */
export async function first(db: Kysely<unknown>, engine: "sqlite" | "postgres"): Promise<void> {
  // STRICT tables of SQLite know INTEGER only; it is 64 bits wide there.
  const big = engine === "sqlite" ? sql`integer` : sql`bigint`;
  const finish = async (table: CreateTableBuilder<string, never>): Promise<void> => {
    await (engine === "sqlite" ? table.modifyEnd(sql`strict`) : table).execute();
  };
  // biome-ignore lint/suspicious/noExplicitAny: Kysely's column names grow with each call; a migration has no use for them.
  const table = (name: string): any => db.schema.createTable(name);

  await finish(
    table("page")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("name", "text", notNull)
      .addColumn("time_zone", "text", notNull)
      .addColumn("uptime_weights", "text", notNull)
      .addColumn("updated_at", big, notNull),
  );
  await finish(
    table("state_version")
      .addColumn("id", "integer", (c: Column) => c.primaryKey())
      .addColumn("version", big, notNull)
      .addColumn("changed_at", big, notNull),
  );
  await sql`insert into state_version (id, version, changed_at) values (1, 1, 0)`.execute(db);

  await finish(
    table("component_group")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("slug", "text", (c: Column) => c.notNull().unique())
      .addColumn("name", "text", notNull)
      .addColumn("position", "integer", notNull)
      .addColumn("origin", "text", notNull)
      .addColumn("archived_at", big),
  );
  await finish(
    table("component")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("slug", "text", (c: Column) => c.notNull().unique())
      .addColumn("name", "text", notNull)
      .addColumn("description", "text")
      .addColumn("group_id", "text", (c: Column) => c.references("component_group.id"))
      .addColumn("position", "integer", notNull)
      .addColumn("baseline", "text", notNull)
      .addColumn("monitored_since", big, notNull)
      .addColumn("origin", "text", notNull)
      .addColumn("created_at", big, notNull)
      .addColumn("updated_at", big, notNull)
      .addColumn("archived_at", big),
  );
  await finish(
    table("monitor")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("key", "text", (c: Column) => c.notNull().unique())
      .addColumn("name", "text", notNull)
      .addColumn("kind", "text", notNull)
      .addColumn("notify_after_ms", "integer", notNull)
      .addColumn("stale_after_ms", "integer", notNull)
      .addColumn("origin", "text", notNull)
      .addColumn("created_at", big, notNull)
      .addColumn("archived_at", big),
  );
  await finish(
    table("monitor_component")
      .addColumn("monitor_id", "text", (c: Column) => c.notNull().references("monitor.id"))
      .addColumn("component_id", "text", (c: Column) => c.notNull().references("component.id"))
      .addPrimaryKeyConstraint("monitor_component_pk", ["monitor_id", "component_id"]),
  );
  await finish(
    table("signal")
      .addColumn("monitor_id", "text", (c: Column) => c.primaryKey().references("monitor.id"))
      .addColumn("signal", "text", notNull)
      .addColumn("memory", "text", notNull)
      .addColumn("facts", "text", notNull)
      .addColumn("latency_ms", "integer")
      .addColumn("observed_at", big, notNull)
      .addColumn("changes", "text", notNull)
      .addColumn("expected_at", big),
  );
  await finish(
    table("heartbeat")
      .addColumn("monitor_id", "text", (c: Column) => c.primaryKey().references("monitor.id"))
      .addColumn("beat_at", big, notNull),
  );
  await finish(
    table("interval")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("component_id", "text", (c: Column) => c.notNull().references("component.id"))
      .addColumn("kind", "text", notNull)
      .addColumn("source_id", "text", notNull)
      .addColumn("status", "text", notNull)
      .addColumn("started_at", big, notNull)
      .addColumn("ended_at", big),
  );
  await db.schema.createIndex("interval_by_component").on("interval").columns(["component_id", "ended_at"]).execute();
  await db.schema.createIndex("interval_by_source").on("interval").columns(["source_id", "ended_at"]).execute();
  // One open stretch per source and component: two writers cannot both open one.
  await sql`create unique index interval_open on interval (component_id, source_id) where ended_at is null`.execute(db);

  await finish(
    table("incident")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("title", "text", notNull)
      .addColumn("status", "text", notNull)
      .addColumn("impact_override", "text")
      .addColumn("source", "text", notNull)
      .addColumn("monitor_id", "text", (c: Column) => c.references("monitor.id"))
      .addColumn("cause", "text")
      .addColumn("version", "integer", notNull)
      .addColumn("expected_at", big)
      .addColumn("publish_at", big)
      .addColumn("published_at", big)
      .addColumn("discarded_at", big)
      .addColumn("taken_over_at", big)
      .addColumn("resolve_at", big)
      .addColumn("started_at", big, notNull)
      .addColumn("created_at", big, notNull)
      .addColumn("updated_at", big, notNull)
      .addColumn("monitoring_at", big)
      .addColumn("resolved_at", big),
  );
  // One open incident per monitor (features.md F7: one per cause), whoever writes it.
  await sql`create unique index incident_open_by_monitor on incident (monitor_id)
    where monitor_id is not null and resolved_at is null and discarded_at is null`.execute(db);
  await db.schema.createIndex("incident_by_created").on("incident").columns(["created_at", "id"]).execute();
  await db.schema.createIndex("incident_by_resolved").on("incident").columns(["resolved_at"]).execute();

  await finish(
    table("incident_update")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("incident_id", "text", (c: Column) => c.notNull().references("incident.id"))
      .addColumn("seq", "integer", notNull)
      .addColumn("status", "text", notNull)
      .addColumn("body", "text", notNull)
      .addColumn("expected_at", big)
      .addColumn("happened_at", big, notNull)
      .addColumn("posted_at", big, notNull)
      .addColumn("notified_at", big)
      .addColumn("author", "text", notNull)
      .addUniqueConstraint("incident_update_seq", ["incident_id", "seq"]),
  );
  await finish(
    table("update_impact")
      .addColumn("update_id", "text", (c: Column) => c.notNull().references("incident_update.id"))
      .addColumn("component_id", "text", (c: Column) => c.notNull().references("component.id"))
      .addColumn("component_name", "text", notNull)
      .addColumn("old_status", "text", notNull)
      .addColumn("new_status", "text", notNull)
      .addPrimaryKeyConstraint("update_impact_pk", ["update_id", "component_id"]),
  );
  await finish(
    table("maintenance")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("title", "text", notNull)
      .addColumn("body", "text", notNull)
      .addColumn("starts_at", big, notNull)
      .addColumn("ends_at", big, notNull)
      .addColumn("published_at", big)
      .addColumn("cancelled_at", big)
      .addColumn("completed_at", big)
      .addColumn("exempt_reason", "text")
      .addColumn("version", "integer", notNull)
      .addColumn("created_at", big, notNull)
      .addColumn("updated_at", big, notNull),
  );
  await db.schema.createIndex("maintenance_by_end").on("maintenance").columns(["ends_at"]).execute();
  await finish(
    table("maintenance_component")
      .addColumn("maintenance_id", "text", (c: Column) => c.notNull().references("maintenance.id"))
      .addColumn("component_id", "text", (c: Column) => c.notNull().references("component.id"))
      .addColumn("status", "text", notNull)
      .addPrimaryKeyConstraint("maintenance_component_pk", ["maintenance_id", "component_id"]),
  );
  await finish(
    table("subscriber")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("channel", "text", notNull)
      .addColumn("target", "text", notNull)
      .addColumn("target_key", "text", notNull)
      .addColumn("state", "text", notNull)
      .addColumn("confirm_token_hash", "text")
      .addColumn("confirm_code_hash", "text")
      .addColumn("confirm_expires_at", big)
      .addColumn("confirm_attempts", "integer", notNull)
      .addColumn("source", "text", notNull)
      .addColumn("created_at", big, notNull)
      .addColumn("confirmed_at", big)
      .addColumn("ended_at", big)
      .addUniqueConstraint("subscriber_once", ["channel", "target_key"]),
  );
  await db.schema.createIndex("subscriber_by_state").on("subscriber").columns(["state", "id"]).execute();
  await finish(
    table("subscriber_component")
      .addColumn("subscriber_id", "text", (c: Column) => c.notNull().references("subscriber.id").onDelete("cascade"))
      .addColumn("component_id", "text", (c: Column) => c.notNull().references("component.id"))
      .addPrimaryKeyConstraint("subscriber_component_pk", ["subscriber_id", "component_id"]),
  );
  await finish(
    table("fanout")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("incident_id", "text", (c: Column) => c.notNull().references("incident.id"))
      .addColumn("update_id", "text", (c: Column) => c.notNull().unique().references("incident_update.id"))
      .addColumn("cursor", "text", notNull)
      .addColumn("created_at", big, notNull)
      .addColumn("finished_at", big),
  );
  await sql`create index fanout_open on fanout (created_at) where finished_at is null`.execute(db);
  await finish(
    table("outbox")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("kind", "text", notNull)
      .addColumn("incident_id", "text", (c: Column) => c.references("incident.id"))
      .addColumn("update_id", "text", (c: Column) => c.references("incident_update.id"))
      .addColumn("seq", "integer", notNull)
      .addColumn("subscriber_id", "text", notNull)
      .addColumn("channel", "text", notNull)
      .addColumn("target", "text", notNull)
      .addColumn("payload", "text")
      .addColumn("state", "text", notNull)
      .addColumn("next_attempt_at", big, notNull)
      .addColumn("attempts", "integer", notNull)
      .addColumn("claimed_until", big)
      .addColumn("claimed_by", "text")
      .addColumn("answer", "text")
      .addColumn("created_at", big, notNull)
      .addColumn("settled_at", big),
  );
  // The same update never reaches the same subscriber by two messages.
  await sql`create unique index outbox_once on outbox (update_id, subscriber_id) where update_id is not null`.execute(
    db,
  );
  await sql`create index outbox_due on outbox (channel, next_attempt_at) where state = 'queued'`.execute(db);
  await sql`create index outbox_order on outbox (subscriber_id, incident_id, seq) where state = 'queued'`.execute(db);

  await finish(
    table("audit")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("at", big, notNull)
      .addColumn("actor", "text", notNull)
      .addColumn("action", "text", notNull)
      .addColumn("subject", "text", notNull)
      .addColumn("detail", "text", notNull),
  );
  await finish(
    table("token")
      .addColumn("id", "text", (c: Column) => c.primaryKey())
      .addColumn("name", "text", notNull)
      .addColumn("role", "text", notNull)
      .addColumn("hash", "text", (c: Column) => c.notNull().unique())
      .addColumn("prefix", "text", notNull)
      .addColumn("created_at", big, notNull)
      .addColumn("expires_at", big)
      .addColumn("last_used_at", big)
      .addColumn("revoked_at", big),
  );
  await finish(
    table("one_time_link")
      .addColumn("purpose", "text", (c: Column) => c.primaryKey())
      .addColumn("hash", "text", notNull)
      .addColumn("created_at", big, notNull)
      .addColumn("expires_at", big, notNull),
  );
  await finish(
    table("idempotency")
      .addColumn("key", "text", (c: Column) => c.primaryKey())
      .addColumn("request_hash", "text", notNull)
      .addColumn("status", "integer", notNull)
      .addColumn("body", "text", notNull)
      .addColumn("created_at", big, notNull),
  );
  await finish(
    table("rate_limit")
      .addColumn("key", "text", (c: Column) => c.primaryKey())
      .addColumn("arrival_at", big, notNull),
  );
  await finish(
    table("lease")
      .addColumn("name", "text", (c: Column) => c.primaryKey())
      .addColumn("holder", "text", notNull)
      .addColumn("fence", big, notNull)
      .addColumn("expires_at", big, notNull),
  );
}

type Column = import("kysely").ColumnDefinitionBuilder;
const notNull = (column: Column): Column => column.notNull();
