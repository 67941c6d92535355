import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { ComponentStatus } from "#lib/domain/status.ts";
import { isSlug, slugify } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import {
  archiveComponent,
  findComponent,
  findGroup,
  insertComponent,
  insertGroup,
  listComponents,
  listGroups,
  updateComponent,
} from "#lib/store/components.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { beginInterval } from "#lib/store/intervals.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { ownComponent } from "./known-component.ts";

export type ComponentFacts = {
  name: string;
  slug: string | undefined;
  description: string | null;
  /** Slug or id; null: in none. */
  group: string | null;
  status: ComponentStatus;
};

/** Adds a component, shown at once. @throws {DomainError} `forbidden`; `invalid`; `conflict` when its slug is taken. */
export async function addComponent(db: Database, actor: Actor, facts: ComponentFacts, now: Instant): Promise<string> {
  requireRole(actor, "maintainer");
  return inTransaction(db, async (tx) => {
    const slug = freshSlug(facts.slug ?? slugify(facts.name));
    if (await findComponent(tx, slug))
      throw new DomainError("conflict", `There is (or was) a component called “${slug}”. Give this one another slug.`);
    const id = newId();
    const position = (await listComponents(tx)).length;
    const times = { monitored_since: now, created_at: now, updated_at: now, archived_at: null };
    const groupId = await groupOf(tx, facts.group);
    await insertComponent(tx, {
      id,
      slug,
      name: facts.name,
      description: facts.description,
      group_id: groupId,
      position,
      baseline: facts.status,
      origin: "console",
      ...times,
    });
    await beginInterval(tx, { component_id: id, kind: "baseline", source_id: id, status: facts.status }, now);
    await writeAudit(tx, { actor, action: "component.add", subject: id, detail: { slug } }, now);
    await bumpVersion(tx, now);
    return id;
  });
}

/** Changes a component; what is undefined stays. @throws {DomainError} `not_found`; `conflict` when status.yaml owns it. */
export async function changeComponent(
  db: Database,
  actor: Actor,
  slugOrId: string,
  change: { [Name in keyof Omit<ComponentFacts, "slug">]?: ComponentFacts[Name] | undefined } & {
    position?: number | undefined;
  },
  now: Instant,
): Promise<string> {
  requireRole(actor, "maintainer");
  return inTransaction(db, async (tx) => {
    const component = await ownComponent(tx, slugOrId);
    await updateComponent(tx, component.id, {
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.description === undefined ? {} : { description: change.description }),
      ...(change.position === undefined ? {} : { position: change.position }),
      ...(change.group === undefined ? {} : { group_id: await groupOf(tx, change.group) }),
      ...(change.status === undefined ? {} : { baseline: change.status }),
      updated_at: now,
    });
    if (change.status !== undefined) {
      await beginInterval(
        tx,
        { component_id: component.id, kind: "baseline", source_id: component.id, status: change.status },
        now,
      );
    }
    await writeAudit(tx, { actor, action: "component.change", subject: component.id, detail: change }, now);
    await bumpVersion(tx, now);
    return component.id;
  });
}

/** Takes a component off the page; its history stays. @throws {DomainError} as `changeComponent`. */
export async function removeComponent(db: Database, actor: Actor, slugOrId: string, now: Instant): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const component = await ownComponent(tx, slugOrId);
    await archiveComponent(tx, component.id, now);
    await writeAudit(tx, { actor, action: "component.remove", subject: component.id }, now);
    await bumpVersion(tx, now);
  });
}

/** Adds a group. @throws {DomainError} `conflict` when its slug is taken. */
export async function addGroup(
  db: Database,
  actor: Actor,
  facts: { name: string; slug: string | undefined },
  now: Instant,
): Promise<string> {
  requireRole(actor, "maintainer");
  return inTransaction(db, async (tx) => {
    const slug = freshSlug(facts.slug ?? slugify(facts.name));
    if (await findGroup(tx, slug))
      throw new DomainError("conflict", `There is (or was) a group called “${slug}”. Give this one another slug.`);
    const id = newId();
    const position = ((await listGroups(tx)).at(-1)?.position ?? -1) + 1;
    await insertGroup(tx, { id, slug, name: facts.name, position, origin: "console", archived_at: null });
    await writeAudit(tx, { actor, action: "group.add", subject: id, detail: { slug } }, now);
    await bumpVersion(tx, now);
    return id;
  });
}

function freshSlug(slug: string): string {
  if (isSlug(slug)) return slug;
  throw new DomainError("invalid", "Give it a slug of lowercase letters, digits and hyphens.", {
    fields: [{ path: "slug", message: "is needed: the name holds nothing it could be made of" }],
  });
}

async function groupOf(tx: Database, slugOrId: string | null): Promise<string | null> {
  if (slugOrId === null) return null;
  const group = await findGroup(tx, slugOrId);
  if (!group)
    throw new DomainError("invalid", `There is no group called “${slugOrId}”.`, {
      fields: [{ path: "group", message: "There is no such group." }],
    });
  return group.id;
}
