import { type Kysely, sql } from "kysely";

/** What is known of Redis beyond up and down: roles, diagnoses, reasons for an expected resolution. */
export async function redis(db: Kysely<unknown>): Promise<void> {
  const add = (table: string, column: string, type: "text" | "integer") =>
    db.schema.alterTable(table).addColumn(column, type).execute();
  await add("monitor_component", "role", "text");
  await db.schema
    .alterTable("monitor")
    .addColumn("auto_publish", "integer", (column) => column.notNull().defaultTo(1))
    .execute();
  await db.schema
    .alterTable("signal")
    .addColumn("diagnoses", "text", (column) => column.notNull().defaultTo(sql.lit("[]")))
    .execute();
  await add("signal", "expected_basis", "text");
  await add("incident", "expected_basis", "text");
  await add("incident_update", "expected_basis", "text");
}
