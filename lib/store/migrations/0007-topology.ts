import type { Kysely } from "kysely";

/** The ledger of failovers: which node took over from which, and how long writes were refused. */
export async function topology(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("failover")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("monitor_id", "text", (column) => column.notNull().references("monitor.id"))
    .addColumn("lost_at", "bigint")
    .addColumn("promoted_at", "bigint", (column) => column.notNull())
    .addColumn("from_node", "text", (column) => column.notNull())
    .addColumn("to_node", "text", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("failover_by_monitor").on("failover").columns(["monitor_id", "promoted_at"]).execute();
}
