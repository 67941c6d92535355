import { sql } from "kysely";
import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { NewRow, Row } from "./schema.ts";

/** Where a component's group stands on the page, of a query that has joined it: those in none come first. */
export const GROUP_PLACE = sql<number>`coalesce(component_group.position, -1)`;

/** Every component that is not archived, in the order of the page. */
export function listComponents(db: Database): Promise<Row<"component">[]> {
  return db
    .selectFrom("component")
    .leftJoin("component_group", "component_group.id", "component.group_id")
    .selectAll("component")
    .where("component.archived_at", "is", null)
    .orderBy(GROUP_PLACE)
    .orderBy("component.position")
    .orderBy("component.created_at")
    .orderBy("component.id")
    .execute();
}

/** Those of them that readers see. */
export async function listShownComponents(db: Database): Promise<Row<"component">[]> {
  return (await listComponents(db)).filter((one) => one.hidden_at === null);
}

/** Components that are no longer in service, the latest first. */
export function listRetired(db: Database): Promise<Row<"component">[]> {
  return db
    .selectFrom("component")
    .selectAll()
    .where("archived_at", "is not", null)
    .orderBy("archived_at", "desc")
    .orderBy("id")
    .execute();
}

export function listGroups(db: Database): Promise<Row<"component_group">[]> {
  return db
    .selectFrom("component_group")
    .selectAll()
    .where("archived_at", "is", null)
    .orderBy("position")
    .orderBy("id")
    .execute();
}

/** The component with this slug or id, archived or not; undefined when there is none. */
export function findComponent(db: Database, slugOrId: string): Promise<Row<"component"> | undefined> {
  return db
    .selectFrom("component")
    .selectAll()
    .where((eb) => eb.or([eb("slug", "=", slugOrId), eb("id", "=", slugOrId)]))
    .executeTakeFirst();
}

export async function insertComponent(tx: Database, row: NewRow<"component">): Promise<void> {
  await tx.insertInto("component").values(row).execute();
}

export async function updateComponent(
  tx: Database,
  id: string,
  change: Partial<Omit<NewRow<"component">, "id">>,
): Promise<void> {
  await tx.updateTable("component").set(change).where("id", "=", id).execute();
}

export function findGroup(db: Database, slugOrId: string): Promise<Row<"component_group"> | undefined> {
  return db
    .selectFrom("component_group")
    .selectAll()
    .where((eb) => eb.or([eb("slug", "=", slugOrId), eb("id", "=", slugOrId)]))
    .executeTakeFirst();
}

export async function insertGroup(tx: Database, row: NewRow<"component_group">): Promise<void> {
  await tx.insertInto("component_group").values(row).execute();
}

export async function updateGroup(
  tx: Database,
  id: string,
  change: Partial<Omit<NewRow<"component_group">, "id">>,
): Promise<void> {
  await tx.updateTable("component_group").set(change).where("id", "=", id).execute();
}

/** The page's own row; undefined before the first configuration was applied. */
export function readPage(db: Database): Promise<Row<"page"> | undefined> {
  return db.selectFrom("page").selectAll().executeTakeFirst();
}

export async function writePage(tx: Database, row: NewRow<"page">): Promise<void> {
  const { id: _id, ...change } = row;
  const { numUpdatedRows } = await tx.updateTable("page").set(change).executeTakeFirst();
  if (numUpdatedRows === 0n) await tx.insertInto("page").values(row).execute();
}

/** Archives a component from `now` on: its history stays, the page no longer shows it. */
export async function archiveComponent(tx: Database, id: string, now: Instant): Promise<void> {
  await tx.updateTable("component").set({ archived_at: now, updated_at: now }).where("id", "=", id).execute();
}

/** The slug of every component by its id, archived ones included: history names them. */
export async function componentSlugs(db: Database): Promise<Map<string, string>> {
  const rows = await db.selectFrom("component").select(["id", "slug"]).execute();
  return new Map(rows.map((row) => [row.id, row.slug]));
}

/** The groups that these components are in. */
export async function groupsOf(db: Database, componentIds: readonly string[]): Promise<string[]> {
  if (componentIds.length === 0) return [];
  const rows = await db
    .selectFrom("component")
    .select("group_id")
    .distinct()
    .where("id", "in", componentIds)
    .where("group_id", "is not", null)
    .execute();
  return rows.map((row) => row.group_id as string);
}
