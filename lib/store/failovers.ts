import { newId } from "#lib/domain/ids.ts";
import type { Failover } from "#lib/domain/topology.ts";
import type { Database } from "./database.ts";
import type { Row } from "./schema.ts";

export async function insertFailover(tx: Database, monitorId: string, failover: Failover): Promise<void> {
  await tx
    .insertInto("failover")
    .values({
      id: newId(),
      monitor_id: monitorId,
      lost_at: failover.lostAt,
      promoted_at: failover.promotedAt,
      from_node: failover.from,
      to_node: failover.to,
    })
    .execute();
}

/** The latest changes of primary of these monitors, the newest first. */
export function listFailovers(db: Database, monitorIds: readonly string[], limit: number): Promise<Row<"failover">[]> {
  if (monitorIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom("failover")
    .selectAll()
    .where("monitor_id", "in", [...monitorIds])
    .orderBy("promoted_at", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();
}
