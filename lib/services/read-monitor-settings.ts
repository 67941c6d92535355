import { type GivenMonitor, parseGivenMonitor } from "#lib/config/console-monitor.ts";
import { unseal } from "#lib/config/sealed.ts";
import { type Actor, requireRole } from "#lib/domain/actor.ts";
import type { Database } from "#lib/store/database.ts";
import { findMonitor } from "#lib/store/signals.ts";

/**
 * What a monitor of the console was told to do; null when there is none, status.yaml owns it, or it was sealed with
 * another secret. Holds its address with what secrets are in it: not to be shown.
 *
 * @throws {DomainError} `forbidden`.
 */
export async function readMonitorSettings(
  db: Database,
  actor: Actor,
  id: string,
  secret: string,
): Promise<GivenMonitor | null> {
  requireRole(actor, "maintainer");
  const monitor = await findMonitor(db, id);
  if (monitor?.origin !== "console" || monitor.settings === null) return null;
  const text = unseal(monitor.settings, secret);
  return text === null ? null : { ...parseGivenMonitor(text), name: monitor.name };
}
