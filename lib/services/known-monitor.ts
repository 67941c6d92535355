import { DomainError } from "#lib/domain/errors.ts";
import type { Database } from "#lib/store/database.ts";
import { findMonitor, type MonitorWithComponents } from "#lib/store/signals.ts";

/** A monitor that is in service, by its key or id. @throws {DomainError} `not_found`. */
export async function knownMonitor(tx: Database, keyOrId: string): Promise<MonitorWithComponents> {
  const monitor = await findMonitor(tx, keyOrId);
  if (!monitor) throw new DomainError("not_found", "There is no such monitor.");
  return monitor;
}

/** The same, and it may be changed here. @throws {DomainError} `not_found`; `conflict` when status.yaml owns it. */
export async function ownMonitor(tx: Database, keyOrId: string): Promise<MonitorWithComponents> {
  const monitor = await knownMonitor(tx, keyOrId);
  if (monitor.origin === "config")
    throw new DomainError("conflict", "This monitor comes from status.yaml. Change it there.");
  return monitor;
}
