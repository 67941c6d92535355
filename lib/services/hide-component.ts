import { type Actor, requireRole } from "#lib/domain/actor.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { updateComponent } from "#lib/store/components.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { knownComponent } from "./known-component.ts";

/**
 * Hides a component from readers, or shows it to them again. It is watched all the same, and what needs it still does.
 *
 * @throws {DomainError} `forbidden`; `not_found`.
 */
export async function hideComponent(
  db: Database,
  actor: Actor,
  { component, hidden }: { component: string; hidden: boolean },
  now: Instant,
): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const { id, hidden_at } = await knownComponent(tx, component);
    if ((hidden_at !== null) === hidden) return;
    await updateComponent(tx, id, { hidden_at: hidden ? now : null, updated_at: now });
    await writeAudit(tx, { actor, action: hidden ? "component.hide" : "component.show", subject: id }, now);
    await bumpVersion(tx, now);
  });
}
