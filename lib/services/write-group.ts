import { type Actor, requireRole } from "#lib/domain/actor.ts";
import type { AggregateRule } from "#lib/domain/aggregate.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { listComponents, updateComponent, updateGroup } from "#lib/store/components.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { knownGroup, ownGroup } from "./known-component.ts";

/** Gives a group another name. @throws {DomainError} `forbidden`; `not_found`; `conflict` when status.yaml owns it. */
export async function renameGroup(
  db: Database,
  actor: Actor,
  { group, name }: { group: string; name: string },
  now: Instant,
): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const { id } = await ownGroup(tx, group);
    await updateGroup(tx, id, { name });
    await writeAudit(tx, { actor, action: "group.change", subject: id, detail: { name } }, now);
    await bumpVersion(tx, now);
  });
}

/** How the group's components make its own status. @throws {DomainError} `forbidden`; `not_found`. */
export async function chooseGroupRule(
  db: Database,
  actor: Actor,
  { group, rule }: { group: string; rule: AggregateRule },
  now: Instant,
): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const { id } = await knownGroup(tx, group);
    await updateGroup(tx, id, { rule: JSON.stringify(rule) });
    await writeAudit(tx, { actor, action: "group.rule", subject: id, detail: { rule } }, now);
    await bumpVersion(tx, now);
  });
}

/** Dissolves a group: its components stay, in no group. @throws {DomainError} as `renameGroup`. */
export async function removeGroup(db: Database, actor: Actor, group: string, now: Instant): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const { id } = await ownGroup(tx, group);
    for (const one of await listComponents(tx))
      if (one.group_id === id) await updateComponent(tx, one.id, { group_id: null, updated_at: now });
    await updateGroup(tx, id, { archived_at: now });
    await writeAudit(tx, { actor, action: "group.remove", subject: id }, now);
    await bumpVersion(tx, now);
  });
}
