import type { Instant } from "#lib/domain/instant.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";
import { GROUP_PLACE } from "./components.ts";
import type { Database } from "./database.ts";
import type { NewRow, Row } from "./schema.ts";

export type UpdateWithImpacts = Row<"incident_update"> & { impacts: Row<"update_impact">[] };

export function findUpdate(db: Database, id: string): Promise<Row<"incident_update"> | undefined> {
  return db.selectFrom("incident_update").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Changes what an update says, and keeps what it said. */
export async function changeUpdateBody(tx: Database, edit: NewRow<"update_edit">, body: string): Promise<void> {
  await tx.insertInto("update_edit").values(edit).execute();
  await tx.updateTable("incident_update").set({ body, edited_at: edit.at }).where("id", "=", edit.update_id).execute();
}

/** What the updates of an incident said before they were changed, oldest first. */
export function editsOf(db: Database, incidentId: string): Promise<Row<"update_edit">[]> {
  return db
    .selectFrom("update_edit")
    .innerJoin("incident_update", "incident_update.id", "update_edit.update_id")
    .selectAll("update_edit")
    .where("incident_update.incident_id", "=", incidentId)
    .orderBy("update_edit.at")
    .execute();
}

/** The updates of these incidents in order of posting, each with what it said of components. */
export async function updatesOf(db: Database, incidentIds: readonly string[]): Promise<UpdateWithImpacts[]> {
  if (incidentIds.length === 0) return [];
  const updates = await db
    .selectFrom("incident_update")
    .selectAll()
    .where("incident_id", "in", incidentIds)
    .orderBy("incident_id")
    .orderBy("seq")
    .execute();
  if (updates.length === 0) return [];
  const impacts = await db
    .selectFrom("update_impact")
    .innerJoin("component", "component.id", "update_impact.component_id")
    .leftJoin("component_group", "component_group.id", "component.group_id")
    .selectAll("update_impact")
    .where(
      "update_id",
      "in",
      updates.map((update) => update.id),
    )
    // As the page has them, on every engine and every time.
    .orderBy(GROUP_PLACE)
    .orderBy("component.position")
    .orderBy("component.id")
    .execute();
  return updates.map((update) => ({ ...update, impacts: impacts.filter((impact) => impact.update_id === update.id) }));
}

/** What each component is by the incident's latest word on it. */
export async function impactsOf(db: Database, incidentId: string): Promise<Map<string, ImpactStatus>> {
  const updates = await updatesOf(db, [incidentId]);
  return new Map(updates.flatMap((update) => update.impacts.map((one) => [one.component_id, one.new_status] as const)));
}

export async function insertUpdate(
  tx: Database,
  row: NewRow<"incident_update">,
  impacts: Omit<NewRow<"update_impact">, "update_id">[],
): Promise<void> {
  await tx.insertInto("incident_update").values(row).execute();
  if (impacts.length === 0) return;
  await tx
    .insertInto("update_impact")
    .values(impacts.map((impact) => ({ ...impact, update_id: row.id })))
    .execute();
}

/** Marks a draft's first update as posted now: what waits for publication keeps no older date than its publication. */
export async function stampUpdates(
  tx: Database,
  incidentId: string,
  postedAt: Instant,
  notifiedAt: Instant | null,
): Promise<void> {
  await tx
    .updateTable("incident_update")
    .set({ posted_at: postedAt, notified_at: notifiedAt })
    .where("incident_id", "=", incidentId)
    .execute();
}

export async function deleteUpdates(tx: Database, incidentId: string): Promise<void> {
  const ids = tx.selectFrom("incident_update").select("id").where("incident_id", "=", incidentId);
  await tx.deleteFrom("update_impact").where("update_id", "in", ids).execute();
  await tx.deleteFrom("incident_update").where("incident_id", "=", incidentId).execute();
}

export async function nextSeq(tx: Database, incidentId: string): Promise<number> {
  const row = await tx
    .selectFrom("incident_update")
    .select((eb) => eb.fn.max("seq").as("last"))
    .where("incident_id", "=", incidentId)
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

/** The newest update that subscribers were told of; undefined when there was none. */
export function newestUpdate(db: Database): Promise<Pick<Row<"incident_update">, "id" | "incident_id"> | undefined> {
  return db
    .selectFrom("incident_update")
    .select(["id", "incident_id"])
    .where("notified_at", "is not", null)
    .orderBy("posted_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}
