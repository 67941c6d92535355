import type { Metadata } from "next";
import { readFrame } from "#app/console/frame.ts";
import { requireOperator } from "#app/console/guard.ts";
import { type PageProps, single } from "#app/console/page-props.ts";
import { saveTemplateAction } from "#app/console/template-actions.ts";
import { Shell } from "#components/console/shell.tsx";
import { TemplateForm, type TemplateFormStart } from "#components/console/template-form.tsx";
import { STARTER_TEMPLATES } from "#lib/diagnosis/starter-templates.ts";

export const metadata: Metadata = { title: "New template" };

const MESSAGE: TemplateFormStart = {
  kind: "message",
  name: "",
  channel: null,
  status: null,
  title: "{{status}}: {{title}}",
  body: "{{body}}",
};
const INCIDENT: TemplateFormStart = {
  ...MESSAGE,
  kind: "incident",
  status: "investigating",
  title: "{{components}} ",
  body: "We are looking into it.\n\nExpected to be over: {{expected}}.",
};

export default async function NewTemplatePage({ searchParams }: PageProps) {
  const query = await searchParams;
  const { runtime, actor } = await requireOperator("/console/templates/new");
  const { shell } = await readFrame(runtime.db, actor);
  const from = STARTER_TEMPLATES.find((one) => one.id === single(query, "from"));
  const start = from ?? (single(query, "kind") === "message" ? MESSAGE : INCIDENT);
  const title = start.kind === "message" ? "Word the messages" : "New incident template";
  return (
    <Shell {...shell} current="templates" title={title}>
      <TemplateForm action={saveTemplateAction} start={start} hidden={{}} />
    </Shell>
  );
}
