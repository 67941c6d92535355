import type { Instant } from "#lib/domain/instant.ts";
import type { PageSnapshot, SnapshotMaintenance } from "#lib/domain/snapshot.ts";
import { listComponents } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { findMaintenance } from "#lib/store/maintenances.ts";
import { pageOrDefault, snapshotMaintenance } from "./read-page.ts";

/** A window of planned work as its own page draws it; `at` is the instant of reading. */
export type PublicMaintenance = { page: PageSnapshot["page"]; at: Instant; maintenance: SnapshotMaintenance };

/** A published window, past and cancelled ones included. Null when there is none: drafts are nobody's to see. */
export async function readPublicMaintenance(db: Database, id: string, now: Instant): Promise<PublicMaintenance | null> {
  const window = await findMaintenance(db, id);
  if (!window || window.published_at === null || window.published_at > now) return null;
  const [page, components] = await Promise.all([pageOrDefault(db), listComponents(db)]);
  return {
    page: { id: page.id, name: page.name, timeZone: page.time_zone },
    at: now,
    maintenance: snapshotMaintenance(window, components, now),
  };
}
