"use client";

import { type FormEvent, type KeyboardEvent, useActionState, useEffect, useRef, useState } from "react";
import { Markdown } from "#components/text/markdown.tsx";
import { Button } from "#components/ui/button.tsx";
import { Chips } from "#components/ui/chips.tsx";
import { FieldSet, TextArea, TextField } from "#components/ui/field.tsx";
import { type FormState, UNSENT } from "#components/ui/form-state.ts";
import { Notice } from "#components/ui/notice.tsx";
import type { Instant } from "#lib/domain/instant.ts";
import { BODY_MAX, TITLE_MAX } from "#lib/domain/text.ts";
import { type ChoiceComponent, ComponentChoice } from "./component-choice.tsx";
import { ExpectedChoice } from "./expected-choice.tsx";
import { useKeptText } from "./kept-text.tsx";
import { OtherLanguages } from "./other-languages.tsx";
import { postForm } from "./pressing.ts";

/** What the form begins with. */
export type IncidentFormStart = {
  /** Null: an update, which has no title of its own. */
  title: string | null;
  body: string;
  status: string;
  components: readonly ChoiceComponent[];
  /** What was promised before; null when nothing was. */
  promisedAt: Instant | null;
  /** "1,204 by email, 18 Slack channels", for the components as they begin. */
  recipients: string;
  bodyHint: string;
  /** The page's languages besides its own. */
  languages: readonly string[];
  componentsHint?: string | undefined;
  expectedHint?: string | undefined;
};

const STAGES = [
  { value: "investigating", label: "Investigating" },
  { value: "identified", label: "Identified" },
  { value: "monitoring", label: "Monitoring" },
  { value: "resolved", label: "Resolved" },
];

/** Reports an incident, or posts an update to one. Works without JavaScript; with it, keeps what is typed and counts who is told. */
export function IncidentForm({
  action,
  countRecipients,
  start,
  hidden,
  name,
  submit,
  timeZone,
  now,
}: {
  action: (before: FormState, form: FormData) => Promise<FormState>;
  countRecipients: (componentIds: string[]) => Promise<string | null>;
  start: IncidentFormStart;
  hidden: Readonly<Record<string, string>>;
  /** Under which the tab keeps what is typed. */
  name: string;
  submit: string;
  timeZone: string;
  now: Instant;
}) {
  const [state, send, isPending] = useActionState(action, UNSENT);
  const form = useRef<HTMLFormElement>(null);
  const [isRestored, startOver] = useKeptText(form, name);
  const [recipients, recount] = useRecipients(state.preview?.recipients ?? start.recipients, countRecipients);
  const { values, errors, turn } = state;
  const onto = values.onto;
  return (
    <form
      ref={form}
      action={send}
      onKeyDown={postByKeyboard}
      onChange={recount}
      className="grid min-w-0 gap-5 rounded-[14px] border border-line bg-card px-5 py-5"
    >
      {Object.entries({ ...hidden, ...(onto ? { onto } : {}) }).map(([field, value]) => (
        <input key={field} type="hidden" name={field} value={value} />
      ))}
      <Said state={state} />
      {isRestored ? (
        <Notice look="careful">
          This is what you typed before.{" "}
          <button type="button" onClick={startOver} className="cursor-pointer underline">
            Start over
          </button>
        </Notice>
      ) : null}
      {start.title === null ? null : (
        <TextField
          label="What do your users notice?"
          name="title"
          defaultValue={values.title ?? start.title}
          error={errors.title}
          maxLength={TITLE_MAX}
          required
          autoComplete="off"
        />
      )}
      <ComponentChoice
        components={start.components}
        values={values}
        turn={turn}
        error={errors.components}
        hint={start.componentsHint}
      />
      <FieldSet label="Stage" name="status" error={errors.status}>
        <Chips name="status" options={STAGES} chosen={values.status ?? start.status} />
      </FieldSet>
      <TextArea
        label="Update for the page and the notices"
        name="body"
        defaultValue={values.body ?? start.body}
        error={errors.body}
        hint={start.bodyHint}
        aria-keyshortcuts="u"
        maxLength={BODY_MAX}
        required
      />
      <OtherLanguages languages={start.languages} hasTitle={start.title !== null} values={values} />
      <ExpectedChoice
        values={values}
        errors={errors}
        promisedAt={start.promisedAt}
        timeZone={timeZone}
        now={now}
        hint={start.expectedHint}
      />
      {state.preview ? (
        <section aria-label="Preview" className="rounded-[9px] border border-dashed border-edge px-4 py-3">
          <Markdown blocks={state.preview.blocks} />
        </section>
      ) : null}
      <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
        <label className="flex min-h-9 cursor-pointer items-center gap-2.5 text-[13.5px]">
          <input
            type="checkbox"
            name="notify"
            value="on"
            defaultChecked={turn === 0 || values.notify === "on"}
            className="size-4.5 accent-accent"
          />
          <span>
            Notify subscribers: <span aria-live="polite">{recipients}</span>
          </span>
        </label>
        <div className="flex flex-wrap items-center gap-2 max-sm:w-full">
          {/* First in the form, so that Enter in the title shows and does not yet post. */}
          <Button look="quiet" name="intent" value="preview" disabled={isPending} aria-keyshortcuts="p">
            Preview
          </Button>
          <Button
            look="primary"
            name="intent"
            value="post"
            disabled={isPending}
            aria-keyshortcuts="Control+Enter"
            className="max-sm:grow"
          >
            {isPending ? "Sending…" : onto ? "Post as update" : submit}
            <kbd className="rounded-[5px] border border-on/40 px-1.5 font-sans text-[12px] max-sm:hidden">Ctrl ↵</kbd>
          </Button>
        </div>
      </div>
    </form>
  );
}

/** What was answered to a form, in view and spoken. */
export function Said({ state }: { state: FormState }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state.turn > 0 && state.message !== null) box.current?.scrollIntoView({ block: "center" });
  }, [state]);
  if (state.message === null) return null;
  return (
    <div ref={box}>
      <Notice look="wrong">{state.message}</Notice>
    </div>
  );
}

/** Ctrl or Command with Enter posts the form from any of its fields; with Shift, without notifying. */
export function postByKeyboard(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  postForm(event.currentTarget, event.shiftKey);
}

/** Whom the notice reaches, counted anew whenever the affected components change. */
export function useRecipients(
  known: string,
  count: (componentIds: string[]) => Promise<string | null>,
): [string, (event: FormEvent<HTMLFormElement>) => void] {
  const [counted, setCounted] = useState({ known, text: known });
  const latest = useRef(0);
  const recount = async (event: FormEvent<HTMLFormElement>) => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    const mine = ++latest.current;
    const chosen = [...new FormData(event.currentTarget)].filter(
      ([field, value]) => field.startsWith("component.") && value !== "",
    );
    // Whoever is offline sees the former number: posting counts by itself.
    const text = await count(chosen.map(([field]) => field.slice("component.".length))).catch(() => null);
    if (text !== null && mine === latest.current) setCounted({ known, text });
  };
  return [counted.known === known ? counted.text : known, recount];
}
