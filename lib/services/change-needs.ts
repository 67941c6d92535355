import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { type Strength, wouldLoop } from "#lib/domain/dependency.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { endNeeds, insertNeed, listNeedsNow } from "#lib/store/needs.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { needsNow } from "./follow-need.ts";
import { knownComponent } from "./known-component.ts";

/**
 * Says that a component needs another from now on, and how much; said again, how much it needs it now.
 *
 * @throws {DomainError} `forbidden`; `not_found`; `invalid` when it would need itself, through however many others.
 */
export async function addNeed(
  db: Database,
  actor: Actor,
  wanted: { component: string; needs: string; strength: Strength },
  now: Instant,
): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const [component, needed] = [await knownComponent(tx, wanted.component), await knownComponent(tx, wanted.needs)];
    const before = await currentNeeds(tx, component.id, needed.id);
    if (before.some((one) => one.strength === wanted.strength)) return;
    if (wouldLoop(await needsNow(tx), component.id, needed.id)) {
      const words = `${needed.name} needs ${component.name} already, so ${component.name} cannot need it too.`;
      throw new DomainError("invalid", component.id === needed.id ? "A component cannot need itself." : words, {
        fields: [{ path: "needs", message: "Choose another one." }],
      });
    }
    await endNeeds(
      tx,
      before.map((one) => one.id),
      now,
    );
    const row = { component_id: component.id, needs_id: needed.id, strength: wanted.strength };
    await insertNeed(tx, { id: newId(), ...row, began_at: now, ended_at: null });
    const detail = { needs: needed.id, strength: wanted.strength };
    await writeAudit(tx, { actor, action: "component.need", subject: component.id, detail }, now);
    await bumpVersion(tx, now);
  });
}

/** Says that a component does not need another any more; what it meant until now stays. @throws {DomainError} `forbidden`; `not_found`. */
export async function removeNeed(
  db: Database,
  actor: Actor,
  given: { component: string; needs: string },
  now: Instant,
): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const component = await knownComponent(tx, given.component);
    const before = await currentNeeds(tx, component.id, given.needs);
    if (before.length === 0) return;
    await endNeeds(
      tx,
      before.map((one) => one.id),
      now,
    );
    await writeAudit(
      tx,
      { actor, action: "component.unneed", subject: component.id, detail: { needs: given.needs } },
      now,
    );
    await bumpVersion(tx, now);
  });
}

async function currentNeeds(tx: Database, componentId: string, needsId: string) {
  return (await listNeedsNow(tx)).filter((one) => one.component_id === componentId && one.needs_id === needsId);
}
