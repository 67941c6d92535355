import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { listComponents, listGroups, updateComponent, updateGroup } from "#lib/store/components.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { knownGroup, ownComponent } from "./known-component.ts";

/**
 * Puts a component into a group and before another of it, or at its end. Those that status.yaml owns keep the order it
 * gives them among themselves.
 *
 * @throws {DomainError} `forbidden`; `not_found`; `conflict` when status.yaml owns it.
 */
export async function placeComponent(
  db: Database,
  actor: Actor,
  place: { component: string; group: string | null; before: string | null },
  now: Instant,
): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const moved = await ownComponent(tx, place.component);
    const groupId = place.group === null ? null : (await knownGroup(tx, place.group)).id;
    const others = (await listComponents(tx)).filter((one) => one.id !== moved.id);
    const at = place.before === null ? endOf(others, groupId) : others.findIndex((one) => one.id === place.before);
    if (at === -1) throw new DomainError("conflict", "The list has changed meanwhile. Look at it again.");
    const order = [...others.slice(0, at), { ...moved, group_id: groupId }, ...others.slice(at)];
    for (const [position, one] of order.entries()) {
      if (one.id === moved.id) await updateComponent(tx, one.id, { position, group_id: groupId, updated_at: now });
      else if (one.position !== position) await updateComponent(tx, one.id, { position });
    }
    const detail = { group: groupId, before: place.before };
    await writeAudit(tx, { actor, action: "component.place", subject: moved.id, detail }, now);
    await bumpVersion(tx, now);
  });
}

/** After the last of the group; after everything when it is empty. */
function endOf(others: readonly { group_id: string | null }[], groupId: string | null): number {
  const last = others.findLastIndex((one) => one.group_id === groupId);
  return last === -1 ? others.length : last + 1;
}

/** Takes a component one step up or down: over its neighbour, or into the group before or after its own. */
export async function stepComponent(
  db: Database,
  actor: Actor,
  step: { component: string; by: 1 | -1 },
  now: Instant,
): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const moved = await ownComponent(tx, step.component);
    const [components, groups] = [await listComponents(tx), await listGroups(tx)];
    const places = [null, ...groups.map((group) => group.id)];
    const members = (groupId: string | null) => components.filter((one) => one.group_id === groupId);
    const own = members(moved.group_id);
    const i = own.findIndex((one) => one.id === moved.id);
    const target = own[i + step.by];
    if (target) {
      const before = step.by === -1 ? target.id : (own[i + 2]?.id ?? null);
      return placeComponent(tx, actor, { component: moved.id, group: moved.group_id, before }, now);
    }
    const next = places[places.indexOf(moved.group_id) + step.by];
    if (next === undefined) return;
    const before = step.by === 1 ? (members(next)[0]?.id ?? null) : null;
    await placeComponent(tx, actor, { component: moved.id, group: next, before }, now);
  });
}

/** Takes a group one step up or down. @throws {DomainError} `forbidden`; `not_found`. */
export async function stepGroup(
  db: Database,
  actor: Actor,
  step: { group: string; by: 1 | -1 },
  now: Instant,
): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const moved = await knownGroup(tx, step.group);
    const order = await listGroups(tx);
    const i = order.findIndex((one) => one.id === moved.id);
    const neighbour = order[i + step.by];
    if (!neighbour) return;
    order[i] = neighbour;
    order[i + step.by] = moved;
    for (const [position, one] of order.entries()) {
      if (one.position !== position) await updateGroup(tx, one.id, { position });
    }
    await writeAudit(tx, { actor, action: "group.move", subject: moved.id, detail: { by: step.by } }, now);
    await bumpVersion(tx, now);
  });
}
