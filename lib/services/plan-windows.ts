import { type Actor, SYSTEM } from "#lib/domain/actor.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { ComponentStatus } from "#lib/domain/status.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { listSeries, occurrencesOf } from "#lib/store/maintenance-series.ts";
import { insertMaintenance } from "#lib/store/maintenances.ts";
import type { Row } from "#lib/store/schema.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { noteMaintenance } from "./note-maintenance.ts";
import { occurrences } from "./occurrences.ts";

/** So many occurrences of a series stand ahead: readers and calendars see them, whatever becomes of our worker. */
const AHEAD = 12;

export type NewWindow = {
  title: string;
  body: string;
  startsAt: Instant;
  endsAt: Instant;
  components: readonly { componentId: string; status: ComponentStatus }[];
  /** JSON. */
  reminders: string;
  exemptReason: string | null;
  publishedAt: Instant;
  series: { id: string; occursAt: Instant } | null;
};

/** Writes one window that stands in the plan from `publishedAt` on. @returns its id. */
export async function planWindow(
  tx: Database,
  window: NewWindow,
  by: { actor: Actor; notify: boolean },
  now: Instant,
): Promise<string> {
  const id = newId();
  await insertMaintenance(
    tx,
    {
      id,
      title: window.title,
      body: window.body,
      starts_at: window.startsAt,
      ends_at: window.endsAt,
      published_at: window.publishedAt,
      cancelled_at: null,
      completed_at: null,
      exempt_reason: window.exemptReason,
      series_id: window.series?.id ?? null,
      occurs_at: window.series?.occursAt ?? null,
      reminders: window.reminders,
      version: 1,
      created_at: now,
      updated_at: now,
    },
    [...window.components],
  );
  await noteMaintenance(tx, { window: { ...window, id }, stage: "scheduled", ...by }, now);
  return id;
}

/**
 * Writes the occurrences of a series that are not in the plan yet, up to twelve ahead.
 *
 * @returns the ids of those that were written, soonest first.
 */
export async function planOccurrences(
  tx: Database,
  series: Row<"maintenance_series">,
  by: { actor: Actor; notify: boolean },
  now: Instant,
): Promise<string[]> {
  const recurrence = { rule: series.rule, timeZone: series.time_zone, startsAt: series.starts_at };
  const known = new Set(await occurrencesOf(tx, series.id));
  const components = JSON.parse(series.components) as NewWindow["components"];
  const made: string[] = [];
  const before = now - series.duration_ms - 1;
  for (const at of occurrences(recurrence, Math.max(before, series.starts_at - 1), AHEAD)) {
    if (known.has(at)) continue;
    const window = {
      title: series.title,
      body: series.body,
      startsAt: at,
      endsAt: at + series.duration_ms,
      components,
      reminders: series.reminders,
      exemptReason: null,
      publishedAt: now,
      series: { id: series.id, occursAt: at },
    };
    // Of a whole series subscribers hear once, of each occurrence by its reminders.
    made.push(await planWindow(tx, window, { ...by, notify: by.notify && made.length === 0 }, now));
  }
  return made;
}

/** Keeps every series planned ahead. Called by the worker now and then. */
export async function planAhead(db: Database, now: Instant): Promise<void> {
  for (const series of await listSeries(db)) {
    await inTransaction(db, async (tx) => {
      const made = await planOccurrences(tx, series, { actor: SYSTEM, notify: false }, now);
      if (made.length > 0) await bumpVersion(tx, now);
    });
  }
}
