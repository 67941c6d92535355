import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { findComponent, updateComponent } from "#lib/store/components.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { bumpVersion } from "#lib/store/state-version.ts";

/**
 * Brings a component back that was retired, with its history.
 *
 * @throws {DomainError} `forbidden`; `not_found`; `conflict` when it is in service, or was taken out of status.yaml.
 */
export async function restoreComponent(db: Database, actor: Actor, id: string, now: Instant): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const component = await findComponent(tx, id);
    if (!component) throw new DomainError("not_found", "There is no such component.");
    if (component.archived_at === null) throw new DomainError("conflict", "It is in service already.");
    if (component.origin === "config")
      throw new DomainError("conflict", "It was taken out of status.yaml. Write it in there again.");
    await updateComponent(tx, component.id, { archived_at: null, updated_at: now });
    await writeAudit(tx, { actor, action: "component.restore", subject: component.id }, now);
    await bumpVersion(tx, now);
  });
}
