import { type Actor, requireRole } from "#lib/domain/actor.ts";
import type { Signal } from "#lib/domain/damping.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { impactOn, type Role } from "#lib/domain/role.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { beginInterval, endIntervals } from "#lib/store/intervals.ts";
import type { Row } from "#lib/store/schema.ts";
import {
  changeMonitorRow,
  findMonitor,
  linkMonitor,
  type MonitorWithComponents,
  readSignal,
  unlinkMonitor,
} from "#lib/store/signals.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { knownComponent } from "./known-component.ts";

/**
 * Has a monitor speak for a component from now on, and says what the component uses its target for; said again, what
 * for from now on.
 *
 * @param given `role` null: what the target is used for is not said.
 * @throws {DomainError} `forbidden`; `not_found`; `conflict` when status.yaml owns both: it says what speaks for what.
 */
export async function attachMonitor(
  db: Database,
  actor: Actor,
  given: { component: string; monitor: string; role: Role | null },
  now: Instant,
): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const { component, monitor } = await ownPair(tx, given);
    await linkMonitor(tx, { monitor_id: monitor.id, component_id: component.id, role: given.role });
    const row = await readSignal(tx, monitor.id);
    const status = row ? impactOn(JSON.parse(row.signal) as Signal, given.role) : null;
    const stretch = { component_id: component.id, kind: "signal", source_id: monitor.id } as const;
    if (status !== null) await beginInterval(tx, { ...stretch, status }, now);
    // What it is for decides what the probe looks at.
    if (monitor.origin === "console") await changeMonitorRow(tx, monitor.id, { changed_at: now });
    const detail = { monitor: monitor.key, role: given.role };
    await writeAudit(tx, { actor, action: "component.attach", subject: component.id, detail }, now);
    await bumpVersion(tx, now);
  });
}

/** A monitor no longer speaks for a component; what it found stays history. @throws {DomainError} as `attachMonitor`. */
export async function detachMonitor(
  db: Database,
  actor: Actor,
  given: { component: string; monitor: string },
  now: Instant,
): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const { component, monitor } = await ownPair(tx, given);
    await unlinkMonitor(tx, monitor.id, component.id);
    await endIntervals(tx, monitor.id, now, component.id);
    const detail = { monitor: monitor.key };
    await writeAudit(tx, { actor, action: "component.detach", subject: component.id, detail }, now);
    await bumpVersion(tx, now);
  });
}

async function ownPair(
  tx: Database,
  given: { component: string; monitor: string },
): Promise<{ component: Row<"component">; monitor: MonitorWithComponents }> {
  const [component, monitor] = [await knownComponent(tx, given.component), await findMonitor(tx, given.monitor)];
  if (!monitor) throw new DomainError("not_found", "There is no such monitor.");
  if (component.origin === "config" && monitor.origin === "config")
    throw new DomainError("conflict", "status.yaml says which monitors speak for this component. Change it there.");
  return { component, monitor };
}
