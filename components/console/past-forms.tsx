import type { FormState } from "#components/ui/form-state.ts";
import { Section } from "./section.tsx";
import { TextForm } from "./text-form.tsx";

type Action = (before: FormState, form: FormData) => Promise<FormState>;

/** What an incident taught: a draft until it is published. */
export function PostmortemForm({
  action,
  incidentId,
  postmortem,
}: {
  action: Action;
  incidentId: string;
  /** What there is; null when nobody wrote one. */
  postmortem: { body: string; version: number; isPublic: boolean } | null;
}) {
  const state = postmortem === null ? "" : postmortem.isPublic ? " (published)" : " (a draft)";
  return (
    <Section id="postmortem" title={`Postmortem${state}`}>
      <TextForm
        key={postmortem?.version}
        action={action}
        hidden={{ incident: incidentId, version: String(postmortem?.version ?? 0) }}
        name={`${incidentId}-postmortem`}
        label="What happened, why, and what changes"
        hint="For readers: what they noticed, whether anything was lost, what you do so that it does not come back. Whoever asked for postmortems is told when it is published first. Markdown works."
        text={postmortem?.body ?? ""}
        buttons={[
          { intent: "preview", label: "Preview", look: "quiet" },
          { intent: "draft", label: postmortem?.isPublic ? "Take back into a draft" : "Keep as draft", look: "plain" },
          { intent: "publish", label: postmortem?.isPublic ? "Publish changes" : "Publish", look: "primary" },
        ]}
      />
    </Section>
  );
}

/** Other words for an update that was posted. */
export function EditForm({
  action,
  incidentId,
  update,
}: {
  action: Action;
  incidentId: string;
  update: { id: string; body: string };
}) {
  return (
    <Section id="edit" title="Change the words of an update">
      <TextForm
        action={action}
        hidden={{ incident: incidentId, update: update.id }}
        name={update.id}
        label="What it should say"
        hint="The page marks it as edited and keeps what it said before. Nobody is notified again."
        text={update.body}
        buttons={[
          { intent: "preview", label: "Preview", look: "quiet" },
          { intent: "post", label: "Change the words", look: "primary" },
        ]}
      />
    </Section>
  );
}
