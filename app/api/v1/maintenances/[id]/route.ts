import { type Asked, reads, writes } from "#app/api/face/handle.ts";
import { presentMaintenance } from "#app/api/face/present-maintenance.ts";
import { maintenanceChange } from "#app/api/face/schemas.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { changeMaintenance } from "#lib/services/schedule-maintenance.ts";
import { componentSlugs } from "#lib/store/components.ts";
import { findMaintenance } from "#lib/store/maintenances.ts";

async function show({ db, params, config, now }: Asked): Promise<object> {
  const window = await findMaintenance(db, params.id ?? "");
  if (!window) throw new DomainError("not_found", "There is no such maintenance.");
  return presentMaintenance(window, await componentSlugs(db), config.publicUrl, now);
}

export const GET = reads("viewer", async (asked) => ({ body: await show(asked) }));

export const PATCH = writes("publisher", maintenanceChange, async (asked, input) => {
  const { db, actor, params, now } = asked;
  await changeMaintenance(
    db,
    actor,
    { id: params.id ?? "", title: input.title, body: input.body, endsAt: input.ends_at, status: input.status },
    now,
  );
  return { body: await show(asked) };
});

export const DELETE = writes("publisher", null, async ({ db, actor, params, now }) => {
  await changeMaintenance(db, actor, { id: params.id ?? "", status: "cancelled" }, now);
  return { status: 204, body: null };
});
