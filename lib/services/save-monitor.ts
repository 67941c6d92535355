import { type GivenMonitor, type GivenSettings, monitorSettings } from "#lib/config/console-monitor.ts";
import { seal } from "#lib/config/sealed.ts";
import type { MonitorSettings } from "#lib/config/status-file.ts";
import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Role } from "#lib/domain/role.ts";
import { slugify } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { changeMonitorRow, isMonitorKey, writeMonitor } from "#lib/store/signals.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { staleAfterMs } from "./apply-configuration.ts";
import { knownComponent } from "./known-component.ts";
import { ownMonitor } from "./known-monitor.ts";

type With = { secret: string; env: Readonly<Record<string, string | undefined>> };

/**
 * Adds a monitor; the worker begins to watch within two seconds. Its settings are kept sealed.
 *
 * @returns its id.
 * @throws {DomainError} `forbidden`; `invalid` naming the setting; `not_found` when there is no such component.
 */
export async function addMonitor(
  db: Database,
  actor: Actor,
  given: { name: string; settings: GivenSettings; component: string; role: Role | null },
  { secret, env }: With,
  now: Instant,
): Promise<string> {
  requireRole(actor, "maintainer");
  return inTransaction(db, async (tx) => {
    const component = await knownComponent(tx, given.component);
    const key = await freshKey(tx, given.name);
    const monitor: GivenMonitor = { ...given.settings, key, name: given.name };
    const settings = monitorSettings(monitor, [component.slug], env);
    const id = newId();
    const row = { id, key, kind: settings.type, origin: "console", created_at: now, archived_at: null } as const;
    const kept = {
      ...columnsOf(settings, given.name),
      settings: seal(JSON.stringify(monitor), secret),
      changed_at: now,
    };
    await writeMonitor(tx, { ...row, ...kept }, [{ componentId: component.id, role: given.role }]);
    const detail = { key, kind: settings.type, component: component.id };
    await writeAudit(tx, { actor, action: "monitor.add", subject: id, detail }, now);
    await bumpVersion(tx, now);
    return id;
  });
}

/**
 * Changes what a monitor that was made in the console does.
 *
 * @throws {DomainError} `forbidden`; `not_found`; `conflict` when status.yaml owns it; `invalid` naming the setting.
 */
export async function changeMonitor(
  db: Database,
  actor: Actor,
  given: { monitor: string; name: string; settings: GivenSettings },
  { secret, env }: With,
  now: Instant,
): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const { id, key, kind } = await ownMonitor(tx, given.monitor);
    if (given.settings.type !== kind)
      throw new DomainError("invalid", "A monitor stays what it is. Add another one, and remove this one.");
    const monitor: GivenMonitor = { ...given.settings, key, name: given.name };
    const settings = monitorSettings(monitor, [], env);
    const kept = { settings: seal(JSON.stringify(monitor), secret), changed_at: now };
    await changeMonitorRow(tx, id, { ...columnsOf(settings, given.name), ...kept });
    await writeAudit(tx, { actor, action: "monitor.change", subject: id, detail: { key } }, now);
    await bumpVersion(tx, now);
  });
}

function columnsOf(settings: MonitorSettings, name: string) {
  return {
    name,
    notify_after_ms: settings.notify_after,
    auto_publish: settings.auto_publish ? (1 as const) : (0 as const),
    stale_after_ms: staleAfterMs(settings),
  };
}

/** A key nobody has or had: history goes by it. */
async function freshKey(tx: Database, name: string): Promise<string> {
  const base = slugify(name).slice(0, 70) || "monitor";
  for (let i = 1; ; i += 1) {
    const key = i === 1 ? base : `${base}-${i}`;
    if (!(await isMonitorKey(tx, key))) return key;
  }
}
