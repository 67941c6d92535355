import type { Metadata } from "next";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { testMonitorAction } from "#app/console/monitor-actions.ts";
import { kindWords, monitorViews } from "#app/console/monitor-views.ts";
import { MonitorRow } from "#components/console/monitor-row.tsx";
import { Shell } from "#components/console/shell.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { mayActAs } from "#lib/domain/actor.ts";
import { readEvidence } from "#lib/services/read-page.ts";

export const metadata: Metadata = { title: "Monitors" };

export default async function MonitorsPage() {
  const { runtime, actor, now } = await requireOperator("/console/monitors");
  const [{ page, shell }, evidence] = await Promise.all([
    readFrame(runtime.db, actor),
    readEvidence(runtime.db, now, now),
  ]);
  const mayChange = mayActAs(actor, "maintainer");
  const monitors = monitorViews(evidence, page.time_zone, now);
  return (
    <Shell {...shell} current="monitors" title="Monitors">
      {mayChange ? (
        <p className="mt-0 mb-4">
          <ButtonLink href="/console/monitors/new">Watch something</ButtonLink>
        </p>
      ) : null}
      <Card className="py-2">
        {monitors.length === 0 ? (
          <p className="my-3">
            Nothing is watched yet. Begin with the Redis your users would miss first: give its address, and choose the
            component it speaks for. Within two seconds you see how it is. status.yaml can list monitors too.
          </p>
        ) : (
          <ul className="m-0 list-none p-0">
            {monitors.map((monitor) => (
              <MonitorRow
                key={monitor.id}
                monitor={{
                  ...monitor,
                  kind: `${kindWords(monitor.kind)}${monitor.isOurs ? "" : " · from status.yaml"}`,
                }}
              >
                {mayActAs(actor, "reporter") ? (
                  <ActionForm action={testMonitorAction} hidden={{ monitor: monitor.id }}>
                    <Button aria-label={`Test now: ${monitor.name}`}>Test now</Button>
                  </ActionForm>
                ) : null}
              </MonitorRow>
            ))}
          </ul>
        )}
      </Card>
    </Shell>
  );
}
