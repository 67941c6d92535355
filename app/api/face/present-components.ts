import type { Instant } from "#lib/domain/instant.ts";
import { statusNow } from "#lib/services/components-now.ts";
import { readEvidence } from "#lib/services/read-page.ts";
import { listGroups } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { moment } from "./present.ts";

export type PresentedComponent = Record<string, unknown> & { id: string; slug: string };

/** Components as the API answers them, with their effective status. */
export async function presentComponents(db: Database, now: Instant): Promise<PresentedComponent[]> {
  const [evidence, groups] = await Promise.all([readEvidence(db, now, now), listGroups(db)]);
  return evidence.components.map((component) => ({
    id: component.id,
    slug: component.slug,
    name: component.name,
    description: component.description,
    status: statusNow(evidence, component, now),
    group: groups.find((group) => group.id === component.group_id)?.slug ?? null,
    position: component.position,
    origin: component.origin,
    created_at: moment(component.created_at),
    updated_at: moment(component.updated_at),
  }));
}
