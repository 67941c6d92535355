import type { Metadata } from "next";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { countMaintenanceRecipients, planAction } from "#app/console/maintenance-actions.ts";
import { recipientsText } from "#app/console/recipients.ts";
import { MaintenanceForm } from "#components/console/maintenance-form.tsx";
import { Shell } from "#components/console/shell.tsx";
import { DAY, HOUR } from "#lib/domain/instant.ts";
import { localOf } from "#lib/domain/local-time.ts";
import { listComponents } from "#lib/store/components.ts";
import { countRecipients } from "#lib/store/recipients.ts";

export const metadata: Metadata = { title: "Plan work" };

export default async function NewMaintenancePage() {
  const { runtime, actor, now } = await requireOperator("/console/maintenance/new");
  const { db } = runtime;
  const [{ page, shell }, components, counts] = await Promise.all([
    readFrame(db, actor),
    listComponents(db),
    countRecipients(db, [], now, "maintenance"),
  ]);
  // Two days ahead at the full hour: enough notice, and a whole hour to change.
  const startsAt = Math.ceil((now + 2 * DAY) / HOUR) * HOUR;
  return (
    <Shell {...shell} current="maintenance" title="Plan work">
      <div className="max-w-3xl">
        <MaintenanceForm
          action={planAction}
          countRecipients={countMaintenanceRecipients}
          start={{
            title: "",
            body: "",
            starts: localOf(startsAt, page.time_zone),
            ends: localOf(startsAt + HOUR, page.time_zone),
            canStartMove: true,
            components: components.map(({ id, name }) => ({ id, name, status: null })),
            reminders: ["1440", "60"],
            asksRepeat: true,
            recipients: recipientsText(counts),
          }}
          hidden={{}}
          name="new-maintenance"
          submit="Plan work"
          zone={page.time_zone}
        />
      </div>
    </Shell>
  );
}
