import type { Metadata } from "next";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { addMonitorAction } from "#app/console/monitor-actions.ts";
import { MonitorForm } from "#components/console/monitor-form.tsx";
import { Shell } from "#components/console/shell.tsx";
import { mayActAs } from "#lib/domain/actor.ts";
import { listComponents } from "#lib/store/components.ts";

export const metadata: Metadata = { title: "Watch something" };

export default async function NewMonitorPage() {
  const { runtime, actor } = await requireOperator("/console/monitors/new");
  const [{ shell }, components] = await Promise.all([readFrame(runtime.db, actor), listComponents(runtime.db)]);
  return (
    <Shell {...shell} current="monitors" title="Watch something">
      <div className="grid max-w-3xl gap-4">
        {mayActAs(actor, "maintainer") ? (
          <MonitorForm
            action={addMonitorAction}
            known={null}
            components={components.map(({ id, name }) => ({ value: id, label: name }))}
          />
        ) : (
          <p className="m-0">Maintainers add monitors. You are {actor.role}.</p>
        )}
        <p className="m-0 text-[13.5px] text-mute">
          Job queues and backup files are listed in status.yaml: they name files and other monitors of this host.
        </p>
      </div>
    </Shell>
  );
}
