import { newId } from "#lib/domain/ids.ts";
import type { ImportedPage } from "#lib/domain/imported-page.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { slugify } from "#lib/domain/text.ts";
import {
  findComponent,
  findGroup,
  insertComponent,
  insertGroup,
  listComponents,
  listGroups,
} from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";

/** Takes note of one thing that was new, or was here already. */
type Count = (kind: "groups" | "components", isNew: boolean) => void;

/**
 * Takes over components and groups. What is here by the same id or the same name is that one.
 *
 * @returns their ids here by their ids there,
 *   and which of them were not here before.
 */
export async function takeComponents(
  tx: Database,
  page: ImportedPage,
  count: Count,
  now: Instant,
): Promise<{ components: Map<string, string>; fresh: Set<string> }> {
  const groups = await takeGroups(tx, page, count);
  // What the other page calls a component may be here by another id: then its name decides.
  const components = new Map<string, string>();
  const fresh = new Set<string>();
  for (const given of page.components) {
    const here = await listComponents(tx);
    const known = (await findComponent(tx, given.id)) ?? here.find((one) => isSameName(one.name, given.name));
    components.set(given.id, known?.id ?? given.id);
    count("components", !known);
    if (known) continue;
    fresh.add(given.id);
    await insertComponent(tx, {
      id: given.id,
      slug: await freeSlug(tx, given.name),
      name: given.name,
      description: given.description,
      group_id: given.groupId === null ? null : (groups.get(given.groupId) ?? null),
      position: here.length,
      baseline: "operational",
      monitored_since: given.watchedSince,
      origin: "console",
      created_at: now,
      updated_at: now,
      archived_at: null,
    });
  }
  return { components, fresh };
}

async function takeGroups(tx: Database, page: ImportedPage, count: Count): Promise<Map<string, string>> {
  const groups = new Map<string, string>();
  for (const [i, group] of page.groups.entries()) {
    const here = await listGroups(tx);
    const known = (await findGroup(tx, group.id)) ?? here.find((one) => isSameName(one.name, group.name));
    groups.set(group.id, known?.id ?? group.id);
    count("groups", !known);
    if (known) continue;
    const row = { id: group.id, slug: slugOf(group.name), name: group.name, position: i };
    await insertGroup(tx, { ...row, origin: "console", archived_at: null });
  }
  return groups;
}

function isSameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** The name's slug, unless something else, archived perhaps, has it already. */
async function freeSlug(tx: Database, name: string): Promise<string> {
  const slug = slugOf(name);
  return (await findComponent(tx, slug)) ? `${slug.slice(0, 67)}-${newId()}` : slug;
}

/** Something unique where a name has no letters we know. */
function slugOf(name: string): string {
  return slugify(name) || `part-${newId()}`;
}
