"use client";

import { useActionState, useRef } from "react";
import { Markdown } from "#components/text/markdown.tsx";
import { Button } from "#components/ui/button.tsx";
import { TextArea } from "#components/ui/field.tsx";
import { type FormState, UNSENT } from "#components/ui/form-state.ts";
import { BODY_MAX } from "#lib/domain/text.ts";
import { Said } from "./incident-form.tsx";
import { useKeptText } from "./kept-text.tsx";

/** One text and what can be done with it. Keeps what is typed. */
export function TextForm({
  action,
  hidden,
  name,
  label,
  hint,
  text,
  buttons,
}: {
  action: (before: FormState, form: FormData) => Promise<FormState>;
  hidden: Readonly<Record<string, string>>;
  /** Under which the tab keeps what is typed. */
  name: string;
  label: string;
  hint: string;
  text: string;
  /** The first is what Enter in the form does: let it be harmless. */
  buttons: readonly { intent: string; label: string; look: "primary" | "plain" | "quiet" }[];
}) {
  const [state, send, isPending] = useActionState(action, UNSENT);
  const form = useRef<HTMLFormElement>(null);
  useKeptText(form, name);
  return (
    <form ref={form} action={send} className="grid gap-4 rounded-[14px] border border-line bg-card px-5 py-5">
      {Object.entries(hidden).map(([field, value]) => (
        <input key={field} type="hidden" name={field} value={value} />
      ))}
      <Said state={state} />
      <TextArea
        label={label}
        name="body"
        id={`${name}-body`}
        defaultValue={state.values.body ?? text}
        error={state.errors.body}
        hint={hint}
        maxLength={BODY_MAX}
        rows={8}
        required
      />
      {state.preview ? (
        <section aria-label="Preview" className="rounded-[9px] border border-dashed border-edge px-4 py-3">
          <Markdown blocks={state.preview.blocks} />
        </section>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        {buttons.map(({ intent, label: words, look }) => (
          <Button key={intent} look={look} name="intent" value={intent} disabled={isPending}>
            {words}
          </Button>
        ))}
      </div>
    </form>
  );
}
