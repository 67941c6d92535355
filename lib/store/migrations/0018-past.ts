import type { Kysely } from "kysely";

/** Pages of now are drawn from what reached into the last months, however many years there are. */
export async function past(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex("interval_by_end").on("interval").columns(["ended_at"]).execute();
}
