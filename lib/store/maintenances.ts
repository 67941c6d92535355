import type { Instant } from "#lib/domain/instant.ts";
import type { ComponentStatus } from "#lib/domain/status.ts";
import { GROUP_PLACE } from "./components.ts";
import type { Database } from "./database.ts";
import type { NewRow, Row } from "./schema.ts";

/** A sitemap holds at most 50,000 addresses. */
const PUBLISHED_MAX = 20_000;

export type MaintenanceWithComponents = Row<"maintenance"> & {
  components: { componentId: string; status: ComponentStatus }[];
};

/** Published windows that were not over before `from`, soonest first; cancelled ones too, for what ran of them counts. */
export async function listMaintenances(db: Database, from: Instant): Promise<MaintenanceWithComponents[]> {
  const rows = await db
    .selectFrom("maintenance")
    .selectAll()
    .where("published_at", "is not", null)
    .where((eb) =>
      eb.or([eb("ends_at", ">", from), eb.and([eb("completed_at", "is", null), eb("cancelled_at", "is", null)])]),
    )
    .orderBy("starts_at")
    .execute();
  return withComponents(db, rows);
}

export async function findMaintenance(db: Database, id: string): Promise<MaintenanceWithComponents | undefined> {
  const row = await db.selectFrom("maintenance").selectAll().where("id", "=", id).executeTakeFirst();
  return row ? (await withComponents(db, [row]))[0] : undefined;
}

/** Published windows, those planned last first, cancelled ones too. */
export async function listNewestMaintenances(db: Database, limit: number): Promise<MaintenanceWithComponents[]> {
  const rows = await db
    .selectFrom("maintenance")
    .selectAll()
    .where("published_at", "is not", null)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return withComponents(db, rows);
}

/** The ids of every window that is public at `now`, and when its plan was last written; those planned last first. */
export function publishedMaintenances(db: Database, now: Instant): Promise<{ id: string; updated_at: Instant }[]> {
  return db
    .selectFrom("maintenance")
    .select(["id", "updated_at"])
    .where("published_at", "<=", now)
    .orderBy("created_at", "desc")
    .limit(PUBLISHED_MAX)
    .execute();
}

export async function insertMaintenance(
  tx: Database,
  row: NewRow<"maintenance">,
  components: { componentId: string; status: ComponentStatus }[],
): Promise<void> {
  await tx.insertInto("maintenance").values(row).execute();
  if (components.length === 0) return;
  await tx
    .insertInto("maintenance_component")
    .values(components.map((one) => ({ maintenance_id: row.id, component_id: one.componentId, status: one.status })))
    .execute();
}

/** Replaces what is said of components. */
export async function replaceComponents(
  tx: Database,
  id: string,
  components: readonly { componentId: string; status: ComponentStatus }[],
): Promise<void> {
  await tx.deleteFrom("maintenance_component").where("maintenance_id", "=", id).execute();
  if (components.length === 0) return;
  await tx
    .insertInto("maintenance_component")
    .values(components.map((one) => ({ maintenance_id: id, component_id: one.componentId, status: one.status })))
    .execute();
}

export async function insertChange(tx: Database, row: NewRow<"maintenance_change">): Promise<void> {
  await tx.insertInto("maintenance_change").values(row).execute();
}

/** What happened to a window, oldest first. */
export function changesOf(db: Database, id: string): Promise<Row<"maintenance_change">[]> {
  return db
    .selectFrom("maintenance_change")
    .selectAll()
    .where("maintenance_id", "=", id)
    .orderBy("at")
    .orderBy("id")
    .execute();
}

/** When these windows were moved, and to where; oldest first. */
export async function movesOf(db: Database, ids: readonly string[]): Promise<Row<"maintenance_change">[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom("maintenance_change")
    .selectAll()
    .where("maintenance_id", "in", ids)
    .where("was_ends_at", "is not", null)
    .orderBy("at")
    .orderBy("id")
    .execute();
}

/** Public windows that have begun by now and are not over. */
export async function listBegun(db: Database, now: Instant): Promise<MaintenanceWithComponents[]> {
  const rows = await db
    .selectFrom("maintenance")
    .selectAll()
    .where("published_at", "<=", now)
    .where("starts_at", "<=", now)
    .where("cancelled_at", "is", null)
    .where("completed_at", "is", null)
    .orderBy("starts_at")
    .execute();
  return withComponents(db, rows);
}

/**
 * Public windows that reach into [from, to), soonest first, cancelled ones too; of one component only, if given.
 *
 * One that runs over reaches until it is completed.
 */
export async function listWindowsIn(
  db: Database,
  from: Instant,
  to: Instant,
  componentId: string | null = null,
): Promise<MaintenanceWithComponents[]> {
  let query = db
    .selectFrom("maintenance")
    .selectAll()
    .where("published_at", "is not", null)
    .where("starts_at", "<", to)
    .where((eb) => eb.or([eb("ends_at", ">", from), eb("completed_at", ">", from)]))
    .orderBy("starts_at");
  if (componentId !== null) {
    query = query.where("id", "in", (eb) =>
      eb.selectFrom("maintenance_component").select("maintenance_id").where("component_id", "=", componentId),
    );
  }
  return withComponents(db, await query.execute());
}

/** Changes the window if nobody else has since; false when somebody has. */
export async function updateMaintenance(
  tx: Database,
  read: { id: string; version: number },
  change: Partial<Omit<NewRow<"maintenance">, "id" | "version">>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("maintenance")
    .set({ ...change, version: read.version + 1 })
    .where("id", "=", read.id)
    .where("version", "=", read.version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function withComponents(db: Database, rows: Row<"maintenance">[]): Promise<MaintenanceWithComponents[]> {
  if (rows.length === 0) return [];
  const links = await db
    .selectFrom("maintenance_component")
    .innerJoin("component", "component.id", "maintenance_component.component_id")
    .leftJoin("component_group", "component_group.id", "component.group_id")
    .selectAll("maintenance_component")
    .where(
      "maintenance_id",
      "in",
      rows.map((row) => row.id),
    )
    // As the page has them, on every engine and every time.
    .orderBy(GROUP_PLACE)
    .orderBy("component.position")
    .orderBy("component.id")
    .execute();
  return rows.map((row) => ({
    ...row,
    components: links
      .filter((link) => link.maintenance_id === row.id)
      .map((link) => ({ componentId: link.component_id, status: link.status })),
  }));
}
