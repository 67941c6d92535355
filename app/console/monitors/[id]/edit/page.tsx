import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { changeMonitorAction, removeMonitorAction } from "#app/console/monitor-actions.ts";
import { formOf } from "#app/console/monitor-input.ts";
import type { IdPageProps } from "#app/console/page-props.ts";
import { MonitorForm } from "#components/console/monitor-form.tsx";
import { Section } from "#components/console/section.tsx";
import { Shell } from "#components/console/shell.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { mayActAs } from "#lib/domain/actor.ts";
import { readMonitorSettings } from "#lib/services/read-monitor-settings.ts";

export const metadata: Metadata = { title: "Change a monitor" };

export default async function EditMonitorPage({ params }: IdPageProps) {
  const { id } = await params;
  const { runtime, actor } = await requireOperator(`/console/monitors/${id}/edit`);
  const { shell } = await readFrame(runtime.db, actor);
  if (!mayActAs(actor, "maintainer")) notFound();
  const known = await readMonitorSettings(runtime.db, actor, id, runtime.config.sessionSecret);
  if (!known) notFound();
  const start = { id, name: known.name, type: known.type, ...formOf(known) };
  return (
    <Shell {...shell} current="monitors" title={`Change ${known.name}`}>
      <div className="grid max-w-3xl gap-8">
        <MonitorForm action={changeMonitorAction} known={start} components={[]} />
        <Section id="remove" title="Remove it">
          <Card>
            <ActionForm action={removeMonitorAction} hidden={{ monitor: id }}>
              <p className="m-0 text-[14px] text-mute">
                It looks no more. What it found stays in the history of its components.
              </p>
              <div>
                <Button>Remove the monitor</Button>
              </div>
            </ActionForm>
          </Card>
        </Section>
      </div>
    </Shell>
  );
}
