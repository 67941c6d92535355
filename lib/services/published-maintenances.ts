import type { Instant } from "#lib/domain/instant.ts";
import { maintenanceStatus } from "#lib/domain/maintenance.ts";
import { maintenanceStory } from "#lib/domain/maintenance-story.ts";
import type { PublishedMaintenance, WorkStatus } from "#lib/domain/publication.ts";
import type { Database } from "#lib/store/database.ts";
import {
  findMaintenance,
  listMaintenances,
  listNewestMaintenances,
  type MaintenanceWithComponents,
  movesOf,
} from "#lib/store/maintenances.ts";
import type { Row } from "#lib/store/schema.ts";
import type { Evidence } from "./components-now.ts";

const NEWEST = 50;

/** Every public window that is not over, the newest of the others, and the one of the id that is also wanted; newest first. */
export async function publishedMaintenancesNow(
  db: Database,
  { evidence, timeZone }: { evidence: Evidence; timeZone: string },
  now: Instant,
  also: string | null,
): Promise<PublishedMaintenance[]> {
  const [newest, current, asked] = await Promise.all([
    listNewestMaintenances(db, NEWEST),
    listMaintenances(db, now),
    also === null ? undefined : findMaintenance(db, also),
  ]);
  const isOver = (row: MaintenanceWithComponents) => row.cancelled_at !== null || row.completed_at !== null;
  const found = [...newest, ...current.filter((row) => !isOver(row)), ...(asked ? [asked] : [])];
  const rows = [...new Map(found.map((row) => [row.id, row])).values()];
  const moves = await movesOf(
    db,
    rows.map((row) => row.id),
  );
  return rows
    .sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1))
    .flatMap((row) => {
      const moved = moves.filter((one) => one.maintenance_id === row.id);
      return maintenanceOf(row, { evidence, timeZone, moved }, now) ?? [];
    });
}

/** Null while it is nobody's to see. */
function maintenanceOf(
  row: MaintenanceWithComponents,
  { evidence, timeZone, moved }: { evidence: Evidence; timeZone: string; moved: Row<"maintenance_change">[] },
  now: Instant,
): PublishedMaintenance | null {
  const plan = {
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    completedAt: row.completed_at,
    cancelledAt: row.cancelled_at,
  };
  const publishedAt = row.published_at;
  if (publishedAt === null || publishedAt > now) return null;
  const components = row.components.flatMap(({ componentId: id, status }) => {
    const name = evidence.components.find((one) => one.id === id)?.name;
    return name === undefined ? [] : [{ id, name, status }];
  });
  const moves = moved.map(({ id, at, starts_at: startsAt, ends_at: endsAt }) => ({ id, at, startsAt, endsAt }));
  const updates = maintenanceStory(
    { ...plan, id: row.id, body: row.body, publishedAt, components, moves, timeZone },
    now,
  );
  return {
    id: row.id,
    title: row.title,
    body: row.body,
    status: maintenanceStatus({ ...plan, publishedAt }, now) as WorkStatus,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    createdAt: row.created_at,
    updatedAt: Math.max(row.updated_at, ...updates.map((update) => update.postedAt)),
    overAt: row.cancelled_at ?? row.completed_at,
    revision: row.version,
    componentIds: components.map((one) => one.id),
    updates,
  };
}
