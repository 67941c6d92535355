import type { StatusFile } from "#lib/config/status-file.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { findComponent, insertComponent, updateComponent } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";

/**
 * Components of a configuration that nobody wrote: operators' own from the first start on, so they are made once and
 * then left as they are, retired ones too.
 *
 * @returns their ids by their slugs.
 */
export async function proposeComponents(
  tx: Database,
  { components }: StatusFile,
  now: Instant,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const [position, { slug, name }] of components.entries()) {
    const known = await findComponent(tx, slug);
    const id = known?.id ?? newId();
    ids.set(slug, id);
    if (known) await updateComponent(tx, id, { origin: "console" });
    else {
      const facts = { slug, name, description: null, group_id: null, position, baseline: "operational" } as const;
      const times = { monitored_since: now, created_at: now, updated_at: now, archived_at: null };
      await insertComponent(tx, { id, ...facts, origin: "console", ...times });
    }
  }
  return ids;
}
