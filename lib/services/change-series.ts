import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { cleanBody, cleanTitle } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { comingOccurrences, findSeries, updateSeries } from "#lib/store/maintenance-series.ts";
import type { Row } from "#lib/store/schema.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { changeMaintenance } from "./change-maintenance.ts";
import { type PlannedImpacts, plannedComponents } from "./schedule-maintenance.ts";

/**
 * Rewords a series and every occurrence that has not begun; one that was changed by itself keeps its own times.
 *
 * @throws {DomainError} `forbidden`; `not_found`; `invalid`; `conflict` when the series has ended.
 */
export async function changeSeries(
  db: Database,
  actor: Actor,
  input: { id: string; title?: string | undefined; body?: string | undefined; components?: PlannedImpacts | undefined },
  now: Instant,
): Promise<void> {
  requireRole(actor, "publisher");
  const { title, body, components } = input;
  await inTransaction(db, async (tx) => {
    const series = await goingOn(tx, input.id);
    await updateSeries(tx, series.id, {
      ...(title === undefined ? {} : { title: cleanTitle(title) }),
      ...(body === undefined ? {} : { body: cleanBody(body) }),
      ...(components === undefined ? {} : { components: JSON.stringify(await plannedComponents(tx, components)) }),
      updated_at: now,
    });
    for (const window of await comingOccurrences(tx, series.id, now))
      await changeMaintenance(tx, actor, { id: window.id, title, body, components, notify: false }, now);
    await writeAudit(tx, { actor, action: "maintenance.series.change", subject: series.id }, now);
    await bumpVersion(tx, now);
  });
}

/**
 * Ends a series and calls off every occurrence that has not begun. Subscribers hear of the next one alone.
 *
 * @throws {DomainError} `forbidden`; `not_found`; `conflict` when the series has ended.
 */
export async function endSeries(
  db: Database,
  actor: Actor,
  input: { id: string; notify?: boolean | undefined },
  now: Instant,
): Promise<void> {
  requireRole(actor, "publisher");
  await inTransaction(db, async (tx) => {
    const series = await goingOn(tx, input.id);
    await updateSeries(tx, series.id, { ended_at: now, updated_at: now });
    for (const [i, window] of (await comingOccurrences(tx, series.id, now)).entries()) {
      const notify = (input.notify ?? true) && i === 0;
      await changeMaintenance(tx, actor, { id: window.id, status: "cancelled", notify }, now);
    }
    await writeAudit(tx, { actor, action: "maintenance.series.end", subject: series.id }, now);
    await bumpVersion(tx, now);
  });
}

async function goingOn(tx: Database, id: string): Promise<Row<"maintenance_series">> {
  const series = await findSeries(tx, id);
  if (!series) throw new DomainError("not_found", "There is no such series.");
  if (series.ended_at !== null) throw new DomainError("conflict", "This series has ended.");
  return series;
}
