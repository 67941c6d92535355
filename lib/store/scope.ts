import type { Database } from "./database.ts";
import type { Row } from "./schema.ts";

/** What a subscriber follows by name; nothing at all means everything, what is added later included. */
export type Scope = {
  componentIds: readonly string[];
  /** With every component of theirs, those that come later included. */
  groupIds: readonly string[];
  /** Incidents, until they are over. */
  incidentIds: readonly string[];
};

/** A subscriber with what it follows; `scope` tells whether that is everything. */
export type SubscriberWithScope = Row<"subscriber"> & {
  componentIds: string[];
  groupIds: string[];
  incidentIds: string[];
};

/** Replaces what the subscriber follows. @param isEverything when incidents alone are named, and everything else is followed too. */
export async function setScope(
  tx: Database,
  subscriberId: string,
  given: Partial<Scope>,
  isEverything = false,
): Promise<void> {
  const { componentIds = [], groupIds = [], incidentIds = [] } = given;
  const isChosen = componentIds.length + groupIds.length + (isEverything ? 0 : incidentIds.length) > 0;
  await tx
    .updateTable("subscriber")
    .set({ scope: isChosen ? "chosen" : "everything" })
    .where("id", "=", subscriberId)
    .execute();
  await tx.deleteFrom("subscriber_component").where("subscriber_id", "=", subscriberId).execute();
  await tx.deleteFrom("subscriber_group").where("subscriber_id", "=", subscriberId).execute();
  await tx.deleteFrom("subscriber_incident").where("subscriber_id", "=", subscriberId).execute();
  const components = [...new Set(componentIds)].map((id) => ({ subscriber_id: subscriberId, component_id: id }));
  if (components.length > 0) await tx.insertInto("subscriber_component").values(components).execute();
  const groups = [...new Set(groupIds)].map((id) => ({ subscriber_id: subscriberId, group_id: id }));
  if (groups.length > 0) await tx.insertInto("subscriber_group").values(groups).execute();
  for (const incidentId of new Set(incidentIds)) await followIncident(tx, subscriberId, incidentId);
}

/** Adds an incident to what the subscriber follows; the rest stays. */
export async function followIncident(tx: Database, subscriberId: string, incidentId: string): Promise<void> {
  await tx
    .insertInto("subscriber_incident")
    .values({ subscriber_id: subscriberId, incident_id: incidentId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Ends the following of incidents that were resolved before `before`, or discarded. @returns who followed one of them. */
export async function endFollows(tx: Database, before: number): Promise<string[]> {
  const over = tx
    .selectFrom("incident")
    .select("id")
    .where((eb) => eb.or([eb("resolved_at", "<", before), eb("discarded_at", "is not", null)]));
  const rows = await tx
    .deleteFrom("subscriber_incident")
    .where("incident_id", "in", over)
    .returning("subscriber_id")
    .execute();
  return [...new Set(rows.map((row) => row.subscriber_id))];
}

/** Those of them who chose what they follow, and follow nothing any more. */
export async function withoutScope(tx: Database, subscriberIds: readonly string[]): Promise<string[]> {
  if (subscriberIds.length === 0) return [];
  const rows = await tx
    .selectFrom("subscriber")
    .select("id")
    .where("id", "in", subscriberIds)
    .where("scope", "=", "chosen")
    .where("id", "not in", tx.selectFrom("subscriber_component").select("subscriber_id"))
    .where("id", "not in", tx.selectFrom("subscriber_group").select("subscriber_id"))
    .where("id", "not in", tx.selectFrom("subscriber_incident").select("subscriber_id"))
    .execute();
  return rows.map((row) => row.id);
}

/** Each with what it follows. */
export async function withScope(db: Database, rows: Row<"subscriber">[]): Promise<SubscriberWithScope[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const [components, groups, incidents] = await Promise.all([
    db.selectFrom("subscriber_component").selectAll().where("subscriber_id", "in", ids).execute(),
    db.selectFrom("subscriber_group").selectAll().where("subscriber_id", "in", ids).execute(),
    db.selectFrom("subscriber_incident").selectAll().where("subscriber_id", "in", ids).execute(),
  ]);
  const ofComponents = Map.groupBy(components, (link) => link.subscriber_id);
  const ofGroups = Map.groupBy(groups, (link) => link.subscriber_id);
  const ofIncidents = Map.groupBy(incidents, (link) => link.subscriber_id);
  return rows.map((row) => ({
    ...row,
    componentIds: (ofComponents.get(row.id) ?? []).map((link) => link.component_id),
    groupIds: (ofGroups.get(row.id) ?? []).map((link) => link.group_id),
    incidentIds: (ofIncidents.get(row.id) ?? []).map((link) => link.incident_id),
  }));
}
