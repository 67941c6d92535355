import { type Actor, requireRole } from "#lib/domain/actor.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { openIncidentOf } from "#lib/store/automatic-incidents.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { updateIncident } from "#lib/store/incidents.ts";
import { endIntervals } from "#lib/store/intervals.ts";
import { archiveMonitor, changeMonitorRow, forgetSignal } from "#lib/store/signals.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { knownMonitor, ownMonitor } from "./known-monitor.ts";

/**
 * Pauses a monitor, or lets it look again. Paused it does not look and does not speak: its components are what their
 * other monitors say, or what operators do. A draft it made is taken back; a public incident is the operators' to end.
 * Works for those of status.yaml too: it says what is watched, not that it is just now.
 *
 * @throws {DomainError} `forbidden`; `not_found`.
 */
export async function pauseMonitor(
  db: Database,
  actor: Actor,
  given: { monitor: string; paused: boolean },
  now: Instant,
): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const { id, paused_at } = await knownMonitor(tx, given.monitor);
    if ((paused_at !== null) === given.paused) return;
    if (given.paused) await endSpeaking(tx, id, now);
    await changeMonitorRow(tx, id, { paused_at: given.paused ? now : null, changed_at: now });
    await writeAudit(tx, { actor, action: given.paused ? "monitor.pause" : "monitor.resume", subject: id }, now);
    await bumpVersion(tx, now);
  });
}

/**
 * Ends a monitor that was made in the console; what it found stays history.
 *
 * @throws {DomainError} `forbidden`; `not_found`; `conflict` when status.yaml owns it.
 */
export async function removeMonitor(db: Database, actor: Actor, monitor: string, now: Instant): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const { id, key } = await ownMonitor(tx, monitor);
    await endSpeaking(tx, id, now);
    await changeMonitorRow(tx, id, { changed_at: now, settings: null });
    await archiveMonitor(tx, id, now);
    await writeAudit(tx, { actor, action: "monitor.remove", subject: id, detail: { key } }, now);
    await bumpVersion(tx, now);
  });
}

async function endSpeaking(tx: Database, id: string, now: Instant): Promise<void> {
  await endIntervals(tx, id, now);
  await forgetSignal(tx, id);
  const open = await openIncidentOf(tx, id);
  if (!open) return;
  const change =
    open.published_at === null
      ? { discarded_at: now, publish_at: null }
      : { resolve_at: null, taken_over_at: open.taken_over_at ?? now };
  await updateIncident(tx, open, { ...change, updated_at: now });
}
