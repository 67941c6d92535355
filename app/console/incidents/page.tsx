import type { Metadata } from "next";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { incidentRow } from "#app/console/incident-rows.ts";
import { type PageProps, single } from "#app/console/page-props.ts";
import { IncidentRow } from "#components/console/incident-row.tsx";
import { Shell } from "#components/console/shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { listIncidents } from "#lib/store/incidents.ts";

export const metadata: Metadata = { title: "Incidents" };

const AT_ONCE = 30;

export default async function IncidentsPage({ searchParams }: PageProps) {
  const { runtime, actor, now } = await requireOperator("/console/incidents");
  const before = cursor(single(await searchParams, "before"));
  const [{ page, shell }, incidents] = await Promise.all([
    readFrame(runtime.db, actor),
    listIncidents(runtime.db, before, AT_ONCE + 1),
  ]);
  const shown = incidents.slice(0, AT_ONCE);
  const last = incidents.length > AT_ONCE ? shown.at(-1) : undefined;
  return (
    <Shell {...shell} current="incidents" title="Incidents">
      <p className="mt-0 mb-4">
        <ButtonLink href="/console/incidents/new" look="primary">
          Report an incident
        </ButtonLink>
      </p>
      <Card className="py-2">
        {shown.length === 0 ? (
          <p className="my-3 text-mute">
            {before
              ? "That was all."
              : "Nothing has been posted yet. Monitors draft what they find, and it waits on Now; whatever else your users notice you report here. A first word after five minutes is worth more than a full one after thirty."}
          </p>
        ) : (
          <ul className="m-0 list-none p-0">
            {shown.map((incident) => (
              <IncidentRow key={incident.id} incident={incidentRow(incident, page.time_zone, now)} />
            ))}
          </ul>
        )}
      </Card>
      {last ? (
        <p>
          <ButtonLink href={`/console/incidents?before=${last.created_at}.${last.id}`}>Older incidents</ButtonLink>
        </p>
      ) : null}
    </Shell>
  );
}

/** Where the list goes on: "created.id" of the last incident seen. */
function cursor(text: string | undefined): { createdAt: number; id: string } | null {
  const parts = /^(\d{1,15})\.(\w{1,100})$/.exec(text ?? "");
  return parts ? { createdAt: Number(parts[1]), id: parts[2] as string } : null;
}
