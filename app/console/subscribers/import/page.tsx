import type { Metadata } from "next";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { importAction } from "#app/console/subscriber-actions.ts";
import { Shell } from "#components/console/shell.tsx";
import { ImportForm } from "#components/console/subscriber-forms.tsx";
import { Card } from "#components/ui/card.tsx";
import { mayActAs } from "#lib/domain/actor.ts";

export const metadata: Metadata = { title: "Import subscribers" };

export default async function ImportPage() {
  const { runtime, actor } = await requireOperator("/console/subscribers/import");
  const { shell } = await readFrame(runtime.db, actor);
  if (!mayActAs(actor, "maintainer")) {
    return (
      <Shell {...shell} current="subscribers" title="Import subscribers">
        <p className="m-0">Subscribers are imported by maintainers and admins. Ask an admin if you need more.</p>
      </Shell>
    );
  }
  return (
    <Shell {...shell} current="subscribers" title="Import subscribers">
      <Card className="max-w-3xl">
        <ImportForm action={importAction} />
      </Card>
    </Shell>
  );
}
