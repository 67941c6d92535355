import type { Instant } from "#lib/domain/instant.ts";
import { pathIn } from "#lib/domain/language.ts";
import { listShownComponents } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { publishedIncidents } from "#lib/store/incidents.ts";
import { publishedMaintenances } from "#lib/store/maintenances.ts";
import { pageSettings } from "./page-settings.ts";

/** Every page for people at `now`, in every language of the page: its path, and when it last changed; null when that is not known. */
export async function listedPages(db: Database, now: Instant): Promise<{ path: string; changedAt: Instant | null }[]> {
  const [components, incidents, maintenances, { language, languages }] = await Promise.all([
    listShownComponents(db),
    publishedIncidents(db, now),
    publishedMaintenances(db, now),
    pageSettings(db),
  ]);
  const own = [
    ...["/", "/history", "/uptime", "/subscribe"].map((path) => ({ path, changedAt: null })),
    ...components.map(({ slug }) => ({ path: `/components/${slug}`, changedAt: null })),
    ...incidents.map(({ id, changedAt }) => ({ path: `/incidents/${id}`, changedAt })),
    ...maintenances.map(({ id, updated_at: changedAt }) => ({ path: `/maintenance/${id}`, changedAt })),
  ];
  const others = languages.filter((one) => one !== language);
  return [
    ...own,
    ...others.flatMap((one) => own.map(({ path, changedAt }) => ({ path: pathIn(one, language, path), changedAt }))),
  ];
}
