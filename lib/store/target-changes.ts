import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { NewRow, Row } from "./schema.ts";

export async function insertTargetChanges(tx: Database, rows: readonly NewRow<"target_change">[]): Promise<void> {
  if (rows.length > 0)
    await tx
      .insertInto("target_change")
      .values([...rows])
      .execute();
}

/** What was changed on the targets of these monitors since then, the newest first; at most `limit`. */
export function listTargetChanges(
  db: Database,
  monitorIds: readonly string[],
  since: Instant,
  limit: number,
): Promise<Row<"target_change">[]> {
  if (monitorIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom("target_change")
    .selectAll()
    .where("monitor_id", "in", [...monitorIds])
    .where("seen_at", ">=", since)
    .orderBy("seen_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

export async function deleteTargetChangesBefore(tx: Database, before: Instant): Promise<void> {
  await tx.deleteFrom("target_change").where("seen_at", "<", before).execute();
}
