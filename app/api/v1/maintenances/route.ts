import { type Asked, reads, writes } from "#app/api/face/handle.ts";
import { presentMaintenances } from "#app/api/face/present-maintenance.ts";
import { newMaintenance } from "#app/api/face/schemas.ts";
import { pageOrDefault } from "#lib/services/read-page.ts";
import { scheduleMaintenance } from "#lib/services/schedule-maintenance.ts";
import { findMaintenance, listMaintenances } from "#lib/store/maintenances.ts";

const present = ({ db, config, now }: Asked, windows: Parameters<typeof presentMaintenances>[0]) =>
  presentMaintenances(windows, { db, publicUrl: config.publicUrl, now });

export const GET = reads("viewer", async (asked) => ({
  body: { items: await present(asked, await listMaintenances(asked.db, 0)), next_cursor: null },
}));

export const POST = writes("publisher", newMaintenance, async (asked, input) => {
  const { db, actor, now } = asked;
  const { recurrence } = input;
  const zone = recurrence?.time_zone ?? (await pageOrDefault(db)).time_zone;
  const id = await scheduleMaintenance(
    db,
    actor,
    {
      ...input,
      startsAt: input.starts_at,
      endsAt: input.ends_at,
      recurrence: recurrence && { rule: recurrence.rule, timeZone: zone },
      reminders: input.remind_before_minutes,
      publishAt: input.publish_at,
      exemptReason: input.exempt_reason,
    },
    now,
  );
  const window = await findMaintenance(db, id);
  const [body] = await present(asked, window ? [window] : []);
  return { status: 201, body };
});
