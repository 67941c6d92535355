import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { removeTemplateAction, saveTemplateAction } from "#app/console/template-actions.ts";
import { Shell } from "#components/console/shell.tsx";
import { TemplateForm } from "#components/console/template-form.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { findTemplate } from "#lib/store/templates.ts";

export const metadata: Metadata = { title: "Template" };

export default async function TemplatePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { runtime, actor } = await requireOperator(`/console/templates/${id}`);
  const [{ shell }, template] = await Promise.all([readFrame(runtime.db, actor), findTemplate(runtime.db, id)]);
  if (!template) notFound();
  const { kind, name, channel, status, title, body, version } = template;
  return (
    <Shell {...shell} current="templates" title={name}>
      <div className="grid gap-6">
        <TemplateForm
          action={saveTemplateAction}
          start={{ kind, name, channel, status, title, body }}
          hidden={{ id, version: String(version) }}
        />
        <ActionForm action={removeTemplateAction} hidden={{ id }}>
          <p className="m-0">
            <Button>Remove this template</Button>
          </p>
        </ActionForm>
      </div>
    </Shell>
  );
}
