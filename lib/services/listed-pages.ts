import type { Instant } from "#lib/domain/instant.ts";
import { listShownComponents } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { publishedIncidents } from "#lib/store/incidents.ts";
import { publishedMaintenances } from "#lib/store/maintenances.ts";

/** Every page for people at `now`: its path, and when it last changed; null when that is not known. */
export async function listedPages(db: Database, now: Instant): Promise<{ path: string; changedAt: Instant | null }[]> {
  const [components, incidents, maintenances] = await Promise.all([
    listShownComponents(db),
    publishedIncidents(db, now),
    publishedMaintenances(db, now),
  ]);
  return [
    ...["/", "/history", "/uptime", "/subscribe"].map((path) => ({ path, changedAt: null })),
    ...components.map(({ slug }) => ({ path: `/components/${slug}`, changedAt: null })),
    ...incidents.map(({ id, changedAt }) => ({ path: `/incidents/${id}`, changedAt })),
    ...maintenances.map(({ id, updated_at: changedAt }) => ({ path: `/maintenance/${id}`, changedAt })),
  ];
}
