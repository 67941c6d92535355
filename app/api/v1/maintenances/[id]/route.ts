import { type Asked, reads, writes } from "#app/api/face/handle.ts";
import { presentMaintenances } from "#app/api/face/present-maintenance.ts";
import { maintenanceChange } from "#app/api/face/schemas.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { changeMaintenance } from "#lib/services/change-maintenance.ts";
import { changeSeries, endSeries } from "#lib/services/change-series.ts";
import { findMaintenance, type MaintenanceWithComponents } from "#lib/store/maintenances.ts";

async function find({ db, params }: Asked): Promise<MaintenanceWithComponents> {
  const window = await findMaintenance(db, params.id ?? "");
  if (!window) throw new DomainError("not_found", "There is no such maintenance.");
  return window;
}

async function show(asked: Asked): Promise<object | undefined> {
  const { db, config, now } = asked;
  const [shown] = await presentMaintenances([await find(asked)], { db, publicUrl: config.publicUrl, now });
  return shown;
}

export const GET = reads("viewer", async (asked) => ({ body: await show(asked) }));

export const PATCH = writes("publisher", maintenanceChange, async (asked, input) => {
  const { db, actor, now } = asked;
  const { title, body, components, notify, status } = input;
  const window = await find(asked);
  if (input.scope === "series") {
    const id = window.series_id;
    const isOther = [input.starts_at, input.ends_at, input.remind_before_minutes, input.exempt_reason].some(
      (one) => one !== undefined,
    );
    if (id === null) throw new DomainError("invalid", "This maintenance does not come back: it has no series.");
    if (isOther || (status !== undefined && status !== "cancelled"))
      throw new DomainError(
        "invalid",
        "Of a whole series the words and components can be changed, or it is cancelled.",
      );
    if (status === "cancelled") await endSeries(db, actor, { id, notify }, now);
    else await changeSeries(db, actor, { id, title, body, components }, now);
  } else {
    const times = { startsAt: input.starts_at, endsAt: input.ends_at, reminders: input.remind_before_minutes };
    const exemptReason = input.exempt_reason;
    const change = { id: window.id, title, body, components, notify, status, exemptReason, ...times };
    await changeMaintenance(db, actor, change, now);
  }
  return { body: await show(asked) };
});

export const DELETE = writes("publisher", null, async ({ db, actor, params, now }) => {
  await changeMaintenance(db, actor, { id: params.id ?? "", status: "cancelled" }, now);
  return { status: 204, body: null };
});
