import { SYSTEM } from "#lib/domain/actor.ts";
import { signalStatus } from "#lib/domain/effective-status.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { MaintenanceStage } from "#lib/domain/maintenance.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { listBegun, type MaintenanceWithComponents, updateMaintenance } from "#lib/store/maintenances.ts";
import type { Row } from "#lib/store/schema.ts";
import { listMonitors, listSignals, type MonitorWithComponents } from "#lib/store/signals.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { voicesOf } from "./components-now.ts";
import { noteMaintenance } from "./note-maintenance.ts";

/**
 * Tells that windows have begun, and completes those whose time is over and whose components are well: each of their
 * monitors must have looked since the end and found nothing. Until then a window stays `verifying`, and it is told once
 * that it takes longer.
 *
 * Where a window stands follows from the clock; without this nobody is told, and none is completed.
 */
export async function tendMaintenances(db: Database, now: Instant): Promise<void> {
  const begun = await listBegun(db, now);
  if (begun.length === 0) return;
  const [monitors, signals] = await Promise.all([listMonitors(db), listSignals(db)]);
  for (const window of begun) {
    if (window.begun_at === null) await tell(db, window, "started", { begun_at: now }, now);
    else if (window.ends_at > now) continue;
    else if (isWell(window, monitors, signals, now)) await tell(db, window, "completed", { completed_at: now }, now);
    else if (window.overran_at === null) await tell(db, window, "overrunning", { overran_at: now }, now);
  }
}

/** Components that nobody watches are taken to be well: the plan said when. */
function isWell(
  window: MaintenanceWithComponents,
  monitors: readonly MonitorWithComponents[],
  signals: readonly Row<"signal">[],
  now: Instant,
): boolean {
  return window.components.every(({ componentId }) => {
    const voices = voicesOf({ monitors, signals }, componentId);
    return (
      voices.length === 0 ||
      (signalStatus(voices, now) === "operational" && voices.every((one) => one.observedAt >= window.ends_at))
    );
  });
}

async function tell(
  db: Database,
  window: Row<"maintenance">,
  stage: MaintenanceStage,
  change: Partial<Pick<Row<"maintenance">, "begun_at" | "completed_at" | "overran_at">>,
  now: Instant,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    // Changed by somebody meanwhile: the next round sees what is true then.
    if (!(await updateMaintenance(tx, window, { ...change, updated_at: now }))) return;
    const times = { startsAt: window.starts_at, endsAt: window.ends_at };
    await noteMaintenance(tx, { window: { ...window, ...times }, stage, notify: true, actor: SYSTEM }, now);
    await bumpVersion(tx, now);
  });
}
