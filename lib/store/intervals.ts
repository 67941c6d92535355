import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { Row } from "./schema.ts";

type Stretch = Pick<Row<"interval">, "component_id" | "kind" | "source_id" | "status">;

/**
 * Begins a stretch of one status and ends the one before it, of the same source and component.
 *
 * `at` may lie in the past (a backfilled start), but never before the stretch it ends began.
 */
export async function beginInterval(tx: Database, stretch: Stretch, at: Instant, endedAt: Instant = at): Promise<void> {
  const open = await tx
    .selectFrom("interval")
    .select(["id", "status", "started_at"])
    .where("component_id", "=", stretch.component_id)
    .where("source_id", "=", stretch.source_id)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  if (open?.status === stretch.status && endedAt === at) return;
  const startedAt = open ? Math.max(at, open.started_at) : at;
  if (open) await endOne(tx, open, Math.min(endedAt, startedAt));
  await tx
    .insertInto("interval")
    .values({ id: newId(), ...stretch, started_at: startedAt, ended_at: null })
    .execute();
}

async function endOne(tx: Database, open: { id: string; started_at: Instant }, at: Instant): Promise<void> {
  if (at <= open.started_at) await tx.deleteFrom("interval").where("id", "=", open.id).execute();
  else await tx.updateTable("interval").set({ ended_at: at }).where("id", "=", open.id).execute();
}

/** Ends every open stretch of a source; of one component only, if given. */
export async function endIntervals(tx: Database, sourceId: string, at: Instant, componentId?: string): Promise<void> {
  let query = tx
    .selectFrom("interval")
    .select(["id", "started_at"])
    .where("source_id", "=", sourceId)
    .where("ended_at", "is", null);
  if (componentId !== undefined) query = query.where("component_id", "=", componentId);
  for (const open of await query.execute()) await endOne(tx, open, at);
}

/** Every stretch that reaches into the time after `from`, of the given components or of all, oldest first. */
export function intervalsSince(
  db: Database,
  from: Instant,
  componentIds?: readonly string[],
): Promise<Row<"interval">[]> {
  let query = db
    .selectFrom("interval")
    .selectAll()
    .where((eb) => eb.or([eb("ended_at", "is", null), eb("ended_at", ">", from)]))
    .orderBy("started_at");
  if (componentIds !== undefined) query = query.where("component_id", "in", componentIds);
  return query.execute();
}

/** Removes every stretch of a source: what it said never counted. */
export async function deleteIntervals(tx: Database, sourceId: string): Promise<void> {
  await tx.deleteFrom("interval").where("source_id", "=", sourceId).execute();
}

/** When a stretch last ended, by component id; components without an ended one are not in it. */
export async function lastEnds(db: Database): Promise<Map<string, Instant>> {
  const rows = await db
    .selectFrom("component")
    .select((eb) => [
      "component.id",
      eb
        .selectFrom("interval")
        .select((of) => of.fn.max("interval.ended_at").as("last"))
        .whereRef("interval.component_id", "=", "component.id")
        .as("last"),
    ])
    .where("archived_at", "is", null)
    .execute();
  return new Map(rows.flatMap(({ id, last }) => (last === null ? [] : [[id, Number(last)]])));
}
