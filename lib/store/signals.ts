import type { Instant } from "#lib/domain/instant.ts";
import type { Role } from "#lib/domain/role.ts";
import type { Database } from "./database.ts";
import type { NewRow, Row } from "./schema.ts";

export type MonitorWithComponents = Row<"monitor"> & {
  componentIds: string[];
  /** By component id, where one was declared. */
  roles: Readonly<Record<string, Role>>;
};

/** Every monitor that is not archived, with the components it speaks for. */
export async function listMonitors(db: Database): Promise<MonitorWithComponents[]> {
  const [monitors, links] = await Promise.all([
    db.selectFrom("monitor").selectAll().where("archived_at", "is", null).orderBy("key").execute(),
    db.selectFrom("monitor_component").selectAll().execute(),
  ]);
  return monitors.map((monitor) => ({
    ...monitor,
    ...linked(links.filter((link) => link.monitor_id === monitor.id)),
  }));
}

/** The monitor with this key or id and its components; undefined when there is none or it is archived. */
export async function findMonitor(db: Database, keyOrId: string): Promise<MonitorWithComponents | undefined> {
  const monitor = await db
    .selectFrom("monitor")
    .selectAll()
    .where("archived_at", "is", null)
    .where((eb) => eb.or([eb("key", "=", keyOrId), eb("id", "=", keyOrId)]))
    .executeTakeFirst();
  if (!monitor) return undefined;
  const links = await db.selectFrom("monitor_component").selectAll().where("monitor_id", "=", monitor.id).execute();
  return { ...monitor, ...linked(links) };
}

function linked(links: readonly Row<"monitor_component">[]): Pick<MonitorWithComponents, "componentIds" | "roles"> {
  return {
    componentIds: links.map((link) => link.component_id),
    roles: Object.fromEntries(links.flatMap((link) => (link.role === null ? [] : [[link.component_id, link.role]]))),
  };
}

export function listSignals(db: Database): Promise<Row<"signal">[]> {
  return db.selectFrom("signal").selectAll().execute();
}

export function readSignal(db: Database, monitorId: string): Promise<Row<"signal"> | undefined> {
  return db.selectFrom("signal").selectAll().where("monitor_id", "=", monitorId).executeTakeFirst();
}

export async function writeSignal(tx: Database, row: NewRow<"signal">): Promise<void> {
  const { monitor_id: _key, ...change } = row;
  await tx
    .insertInto("signal")
    .values(row)
    .onConflict((conflict) => conflict.column("monitor_id").doUpdateSet(change))
    .execute();
}

/** Creates the monitor or brings it up to date, and replaces the set of components it speaks for. */
export async function writeMonitor(
  tx: Database,
  row: NewRow<"monitor">,
  links: readonly { componentId: string; role: Role | null }[],
): Promise<void> {
  const { id, created_at: _created, ...change } = row;
  await tx
    .insertInto("monitor")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(change))
    .execute();
  await tx.deleteFrom("monitor_component").where("monitor_id", "=", id).execute();
  if (links.length === 0) return;
  await tx
    .insertInto("monitor_component")
    .values(links.map(({ componentId, role }) => ({ monitor_id: id, component_id: componentId, role })))
    .execute();
}

/** Changes a monitor; what it speaks for stays. */
export async function changeMonitorRow(
  tx: Database,
  id: string,
  change: Partial<Omit<NewRow<"monitor">, "id" | "key">>,
): Promise<void> {
  await tx.updateTable("monitor").set(change).where("id", "=", id).execute();
}

/** Whether a monitor has or had this key. */
export async function isMonitorKey(db: Database, key: string): Promise<boolean> {
  return (await db.selectFrom("monitor").select("id").where("key", "=", key).executeTakeFirst()) !== undefined;
}

/** When operators last changed any monitor; 0: never. */
export async function monitorsChangedAt(db: Database): Promise<Instant> {
  const row = await db
    .selectFrom("monitor")
    .select((eb) => eb.fn.max("changed_at").as("last"))
    .executeTakeFirst();
  return Number(row?.last ?? 0);
}

/** Forgets what a monitor said: it begins anew. */
export async function forgetSignal(tx: Database, monitorId: string): Promise<void> {
  await tx.deleteFrom("signal").where("monitor_id", "=", monitorId).execute();
}

/** Has a monitor speak for a component, or changes what for. */
export async function linkMonitor(tx: Database, link: Row<"monitor_component">): Promise<void> {
  await tx
    .insertInto("monitor_component")
    .values(link)
    .onConflict((conflict) => conflict.columns(["monitor_id", "component_id"]).doUpdateSet({ role: link.role }))
    .execute();
}

export async function unlinkMonitor(tx: Database, monitorId: string, componentId: string): Promise<void> {
  await tx
    .deleteFrom("monitor_component")
    .where("monitor_id", "=", monitorId)
    .where("component_id", "=", componentId)
    .execute();
}

export async function archiveMonitor(tx: Database, id: string, now: Instant): Promise<void> {
  await tx.updateTable("monitor").set({ archived_at: now }).where("id", "=", id).execute();
  await tx.deleteFrom("signal").where("monitor_id", "=", id).execute();
}

/** Notes that a heartbeat came. The newest wins. */
export async function writeHeartbeat(db: Database, monitorId: string, at: Instant): Promise<void> {
  await db
    .insertInto("heartbeat")
    .values({ monitor_id: monitorId, beat_at: at })
    .onConflict((conflict) => conflict.column("monitor_id").doUpdateSet({ beat_at: at }))
    .execute();
}

/** When the last heartbeat came; null when none ever did. */
export async function readHeartbeat(db: Database, monitorId: string): Promise<Instant | null> {
  const row = await db.selectFrom("heartbeat").select("beat_at").where("monitor_id", "=", monitorId).executeTakeFirst();
  return row?.beat_at ?? null;
}

/** The id of an archived monitor with this key, so that its history goes on when it is listed again; undefined when there is none. */
export async function archivedMonitorId(db: Database, key: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("monitor")
    .select("id")
    .where("key", "=", key)
    .where("archived_at", "is not", null)
    .executeTakeFirst();
  return row?.id;
}
