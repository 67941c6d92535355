import type { Instant } from "#lib/domain/instant.ts";
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

/** The postmortems of these incidents that are public at `now`. */
export async function publishedPostmortems(
  db: Database,
  incidentIds: readonly string[],
  now: Instant,
): Promise<(Row<"postmortem"> & { published_at: Instant })[]> {
  if (incidentIds.length === 0) return [];
  const rows = await db
    .selectFrom("postmortem")
    .selectAll()
    .where("incident_id", "in", incidentIds)
    .where("published_at", "<=", now)
    .execute();
  return rows.flatMap((row) => (row.published_at === null ? [] : [{ ...row, published_at: row.published_at }]));
}
