import type { Metadata } from "next";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { maintenanceRow, statusOf } from "#app/console/maintenance-views.ts";
import { MaintenanceRow } from "#components/console/maintenance-row.tsx";
import { Section } from "#components/console/section.tsx";
import { Shell } from "#components/console/shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { listMaintenances, listNewestMaintenances } from "#lib/store/maintenances.ts";
import type { Row } from "#lib/store/schema.ts";

export const metadata: Metadata = { title: "Planned work" };

const PAST_SHOWN = 50;

export default async function MaintenancesPage() {
  const { runtime, actor, now } = await requireOperator("/console/maintenance");
  const { db } = runtime;
  const [{ page, shell }, current, newest] = await Promise.all([
    readFrame(db, actor),
    listMaintenances(db, now),
    listNewestMaintenances(db, PAST_SHOWN),
  ]);
  const isOver = (one: Row<"maintenance">) => one.cancelled_at !== null || one.completed_at !== null;
  const open = current.filter((one) => !isOver(one));
  const running = open.filter((one) => ["in_progress", "verifying"].includes(statusOf(one, now)));
  const coming = open.filter((one) => !running.includes(one));
  const past = newest.filter(isOver).sort((a, b) => b.starts_at - a.starts_at);
  const list = (some: readonly Row<"maintenance">[], none: string) => (
    <Card className="py-2">
      {some.length === 0 ? (
        <p className="my-3 text-mute">{none}</p>
      ) : (
        <ul className="m-0 list-none p-0">
          {some.map((one) => (
            <MaintenanceRow key={one.id} {...maintenanceRow(one, page.time_zone, now)} />
          ))}
        </ul>
      )}
    </Card>
  );
  return (
    <Shell {...shell} current="maintenance" title="Planned work">
      <p className="mt-0 mb-4">
        <ButtonLink href="/console/maintenance/new" look="primary">
          Plan work
        </ButtonLink>
      </p>
      <div className="grid gap-8">
        {running.length === 0 ? null : (
          <Section id="running" title="Now">
            {list(running, "")}
          </Section>
        )}
        <Section id="coming" title="To come">
          {list(
            coming,
            "Nothing is planned. Plan work before it begins: readers see it coming, are reminded, and the time does not count as an outage.",
          )}
        </Section>
        <Section id="past" title="Past">
          {list(past, "Nothing yet. Work that is over stays here.")}
        </Section>
      </div>
    </Shell>
  );
}
