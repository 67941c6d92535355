import { reads, writes } from "#app/api/face/handle.ts";
import { presentMaintenance } from "#app/api/face/present-maintenance.ts";
import { newMaintenance } from "#app/api/face/schemas.ts";
import { scheduleMaintenance } from "#lib/services/schedule-maintenance.ts";
import { componentSlugs } from "#lib/store/components.ts";
import { findMaintenance, listMaintenances } from "#lib/store/maintenances.ts";

export const GET = reads("viewer", async ({ db, now, config }) => {
  const [windows, slugs] = await Promise.all([listMaintenances(db, 0), componentSlugs(db)]);
  return {
    body: { items: windows.map((one) => presentMaintenance(one, slugs, config.publicUrl, now)), next_cursor: null },
  };
});

export const POST = writes("publisher", newMaintenance, async ({ db, actor, now, config }, input) => {
  const id = await scheduleMaintenance(db, actor, { ...input, startsAt: input.starts_at, endsAt: input.ends_at }, now);
  const window = await findMaintenance(db, id);
  return {
    status: 201,
    body: window ? presentMaintenance(window, await componentSlugs(db), config.publicUrl, now) : null,
  };
});
