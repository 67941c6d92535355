import { DomainError } from "#lib/domain/errors.ts";
import { findComponent, findGroup } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import type { Row } from "#lib/store/schema.ts";

/** A component that is in service, by its slug or id. @throws {DomainError} `not_found`. */
export async function knownComponent(tx: Database, slugOrId: string): Promise<Row<"component">> {
  const component = await findComponent(tx, slugOrId);
  if (!component || component.archived_at !== null) throw new DomainError("not_found", "There is no such component.");
  return component;
}

/** The same, and it may be changed here. @throws {DomainError} `not_found`; `conflict` when status.yaml owns it. */
export async function ownComponent(tx: Database, slugOrId: string): Promise<Row<"component">> {
  const component = await knownComponent(tx, slugOrId);
  if (component.origin === "config")
    throw new DomainError("conflict", "This component comes from status.yaml. Change it there.");
  return component;
}

/** A group that may be changed here, by its slug or id. @throws {DomainError} as `ownComponent`. */
export async function ownGroup(tx: Database, slugOrId: string): Promise<Row<"component_group">> {
  const group = await knownGroup(tx, slugOrId);
  if (group.origin === "config")
    throw new DomainError("conflict", "This group comes from status.yaml. Change it there.");
  return group;
}

/** A group that is in service, by its slug or id. @throws {DomainError} `not_found`. */
export async function knownGroup(tx: Database, slugOrId: string): Promise<Row<"component_group">> {
  const group = await findGroup(tx, slugOrId);
  if (!group || group.archived_at !== null) throw new DomainError("not_found", "There is no such group.");
  return group;
}
