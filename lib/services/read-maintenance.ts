import type { Instant } from "#lib/domain/instant.ts";
import type { MaintenancePast, PublicMaintenance, WorkStep } from "#lib/domain/maintenance-past.ts";
import { maintenanceStory } from "#lib/domain/maintenance-story.ts";
import { listComponents } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { comingOccurrences, findSeries } from "#lib/store/maintenance-series.ts";
import { changesOf, findMaintenance, type MaintenanceWithComponents } from "#lib/store/maintenances.ts";
import type { Row } from "#lib/store/schema.ts";
import { readVersion } from "#lib/store/state-version.ts";
import { recurrenceWords } from "./occurrences.ts";
import { pageOrDefault, snapshotMaintenance } from "./read-page.ts";

const COMING_SHOWN = 3;

/** A published window, past and cancelled ones included. Null when there is none: drafts are nobody's to see. */
export async function readPublicMaintenance(db: Database, id: string, now: Instant): Promise<PublicMaintenance | null> {
  const version = await readVersion(db);
  const window = await findMaintenance(db, id);
  if (!window || window.published_at === null || window.published_at > now) return null;
  const [page, components] = await Promise.all([pageOrDefault(db), listComponents(db)]);
  return {
    page: { id: page.id, name: page.name, timeZone: page.time_zone },
    version,
    at: now,
    maintenance: snapshotMaintenance(window, components, now),
    past: await readPast(db, { ...window, published_at: window.published_at }, components, now),
  };
}

type Published = MaintenanceWithComponents & { published_at: Instant };

async function readPast(
  db: Database,
  window: Published,
  components: readonly Row<"component">[],
  now: Instant,
): Promise<MaintenancePast> {
  const { series_id: seriesId } = window;
  const [changes, series, coming] = await Promise.all([
    changesOf(db, window.id),
    seriesId === null ? undefined : findSeries(db, seriesId),
    seriesId === null ? [] : comingOccurrences(db, seriesId, Math.max(now, window.starts_at)),
  ]);
  return {
    touched: window.components.flatMap(({ componentId, status }) => {
      const component = components.find((one) => one.id === componentId);
      return component ? [{ name: component.name, slug: component.slug, status }] : [];
    }),
    steps: stepsOf(window, changes, now),
    recurrence:
      series && series.ended_at === null
        ? { words: recurrenceWords(series.rule, series.starts_at, series.time_zone), timeZone: series.time_zone }
        : null,
    coming: coming.slice(0, COMING_SHOWN).map((one) => ({ id: one.id, startsAt: one.starts_at, endsAt: one.ends_at })),
    exemptReason: window.exempt_reason,
  };
}

function stepsOf(window: Published, changes: readonly Row<"maintenance_change">[], now: Instant): WorkStep[] {
  const plan = {
    id: window.id,
    body: "",
    startsAt: window.starts_at,
    endsAt: window.ends_at,
    publishedAt: window.published_at,
    completedAt: window.completed_at,
    cancelledAt: window.cancelled_at,
    components: [],
    moves: [],
    timeZone: "UTC",
  };
  const story = maintenanceStory(plan, now).map(
    ({ id, status, happenedAt }): WorkStep => ({ kind: "status", id, status, at: happenedAt }),
  );
  const moves = changes.flatMap((one): WorkStep[] => {
    // Beginning or ending early moves the times too; that is told as such.
    if (one.stage !== "changed" || one.was_starts_at === null || one.was_ends_at === null) return [];
    const from = { startsAt: one.was_starts_at, endsAt: one.was_ends_at };
    return [{ kind: "moved", id: one.id, at: one.at, from, to: { startsAt: one.starts_at, endsAt: one.ends_at } }];
  });
  return [...story, ...moves].sort((a, b) => b.at - a.at);
}
