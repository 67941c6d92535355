import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "#lib/store/database.ts";
import { insertMonitorTest } from "#lib/store/monitor-tests.ts";
import { findMonitor } from "#lib/store/signals.ts";

/**
 * Asks the worker that watches to look at a monitor's target once, now.
 *
 * @returns the id by which its answer is found (lib/store/monitor-tests.ts).
 * @throws {DomainError} `not_found`, `forbidden`.
 */
export async function askMonitorTest(db: Database, actor: Actor, monitorId: string, now: Instant): Promise<string> {
  requireRole(actor, "reporter");
  const monitor = await findMonitor(db, monitorId);
  if (!monitor) throw new DomainError("not_found", "This monitor is not watched any more.");
  const id = newId();
  await insertMonitorTest(db, {
    id,
    monitor_id: monitor.id,
    asked_at: now,
    asked_by: actor.name,
    begun_at: null,
    answered_at: null,
    answer: null,
  });
  return id;
}
