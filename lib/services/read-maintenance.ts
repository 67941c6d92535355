import type { Instant } from "#lib/domain/instant.ts";
import type { SnapshotMaintenance } from "#lib/domain/snapshot.ts";
import { listComponents } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { findMaintenance } from "#lib/store/maintenances.ts";
import type { Row } from "#lib/store/schema.ts";
import { pageOrDefault, snapshotMaintenance } from "./read-page.ts";

/** One published window as its own page draws it; null when there is none, or it is a draft. */
export async function readPublicMaintenance(
  db: Database,
  id: string,
  now: Instant,
): Promise<{ page: Row<"page">; maintenance: SnapshotMaintenance } | null> {
  const window = await findMaintenance(db, id);
  if (!window || window.published_at === null || window.published_at > now) return null;
  const [page, components] = await Promise.all([pageOrDefault(db), listComponents(db)]);
  return { page, maintenance: snapshotMaintenance(window, components, now) };
}
