import { DomainError } from "#lib/domain/errors.ts";
import type { ComponentStatus } from "#lib/domain/status.ts";
import { findComponent } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import type { Row } from "#lib/store/schema.ts";

/**
 * The components that `{slug or id: status}` names.
 *
 * @throws {DomainError} `invalid` with one field error for each name that nothing bears.
 */
export async function namedComponents<Status extends ComponentStatus>(
  db: Database,
  impacts: Readonly<Record<string, Status>>,
): Promise<{ component: Row<"component">; status: Status }[]> {
  const found: { component: Row<"component">; status: Status }[] = [];
  const unknown: string[] = [];
  for (const [name, status] of Object.entries(impacts)) {
    const component = await findComponent(db, name);
    if (component && component.archived_at === null) found.push({ component, status });
    else unknown.push(name);
  }
  if (unknown.length > 0) {
    throw new DomainError("invalid", `There is no component called ${unknown.map((name) => `“${name}”`).join(", ")}.`, {
      fields: unknown.map((name) => ({ path: `components.${name}`, message: "There is no such component." })),
    });
  }
  return found;
}
