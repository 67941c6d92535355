import { DomainError } from "#lib/domain/errors.ts";
import { REOPEN_WITHIN_MS } from "#lib/domain/incident.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { findGroup } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { findIncident } from "#lib/store/incidents.ts";
import type { Scope } from "#lib/store/scope.ts";
import { scopeOf } from "./subscriber-target.ts";

/** What somebody wants to follow, as it was named: by slug or id. Nothing at all means everything. */
export type WantedScope = {
  components: readonly string[];
  groups?: readonly string[] | undefined;
  /** By id. */
  incidents?: readonly string[] | undefined;
};

/** The ids of what was named. @throws {DomainError} `invalid` when one of them is not there (any more). */
export async function wantedScope(db: Database, wanted: WantedScope, now: Instant): Promise<Scope> {
  const groupIds: string[] = [];
  for (const name of new Set(wanted.groups)) {
    const group = await findGroup(db, name);
    if (!group || group.archived_at !== null) throw gone("groups", "One of the chosen groups does not exist any more.");
    groupIds.push(group.id);
  }
  const incidentIds: string[] = [];
  for (const id of new Set(wanted.incidents)) {
    const incident = await findIncident(db, id);
    const isPublic = incident && incident.published_at !== null && incident.published_at <= now;
    if (!isPublic || now - (incident.resolved_at ?? now) > REOPEN_WITHIN_MS) {
      throw gone("incident", "This incident is over: there is nothing more to hear of it.");
    }
    incidentIds.push(id);
  }
  return { componentIds: await scopeOf(db, wanted.components), groupIds, incidentIds };
}

function gone(path: string, message: string): DomainError {
  return new DomainError("invalid", message, { fields: [{ path, message }] });
}
