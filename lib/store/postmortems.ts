import type { Database } from "./database.ts";
import type { NewRow, Row } from "./schema.ts";

/** The postmortem of an incident, draft or public; undefined when nobody wrote one. */
export function findPostmortem(db: Database, incidentId: string): Promise<Row<"postmortem"> | undefined> {
  return db.selectFrom("postmortem").selectAll().where("incident_id", "=", incidentId).executeTakeFirst();
}

export async function writePostmortemRow(tx: Database, row: NewRow<"postmortem">): Promise<void> {
  const { incident_id: _id, created_at: _created, ...change } = row;
  await tx
    .insertInto("postmortem")
    .values(row)
    .onConflict((conflict) => conflict.column("incident_id").doUpdateSet(change))
    .execute();
}
