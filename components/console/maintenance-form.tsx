"use client";

import { useActionState, useRef } from "react";
import { Markdown } from "#components/text/markdown.tsx";
import { Button } from "#components/ui/button.tsx";
import { Chips } from "#components/ui/chips.tsx";
import { FieldSet, TextArea, TextField } from "#components/ui/field.tsx";
import { type FormState, UNSENT } from "#components/ui/form-state.ts";
import { Notice } from "#components/ui/notice.tsx";
import { BODY_MAX, TITLE_MAX } from "#lib/domain/text.ts";
import { postByKeyboard, Said, useRecipients } from "./incident-form.tsx";
import { useKeptText } from "./kept-text.tsx";
import { PlannedChoice, type PlannedComponent } from "./planned-choice.tsx";

/** What the form begins with. */
export type MaintenanceFormStart = {
  title: string;
  body: string;
  /** As a datetime-local field shows them, in the page's zone. */
  starts: string;
  ends: string;
  /** Whether the start may still be moved. */
  canStartMove: boolean;
  components: readonly PlannedComponent[];
  /** Hours before the start at which subscribers are reminded; null: the form does not ask. */
  reminders: readonly string[] | null;
  /** Whether it asks how the work comes back. */
  asksRepeat: boolean;
  recipients: string;
};

const REPEATS = [
  { value: "never", label: "Once" },
  { value: "FREQ=DAILY", label: "Every day" },
  { value: "FREQ=WEEKLY", label: "Every week" },
  { value: "FREQ=WEEKLY;INTERVAL=2", label: "Every two weeks" },
  { value: "FREQ=MONTHLY", label: "Every month" },
  { value: "own", label: "By a rule…" },
];

/** When subscribers can be reminded, in minutes before the start. */
export const REMINDERS = [
  { value: "10080", label: "A week before" },
  { value: "1440", label: "A day before" },
  { value: "60", label: "An hour before" },
  { value: "15", label: "15 minutes before" },
] as const;

/** Plans work, or changes a plan. Works without JavaScript; with it, keeps what is typed and counts who is told. */
export function MaintenanceForm({
  action,
  countRecipients,
  start,
  hidden,
  name,
  submit,
  zone,
}: {
  action: (before: FormState, form: FormData) => Promise<FormState>;
  countRecipients: (componentIds: string[]) => Promise<string | null>;
  start: MaintenanceFormStart;
  hidden: Readonly<Record<string, string>>;
  /** Under which the tab keeps what is typed. */
  name: string;
  submit: string;
  /** The zone of the times, by its name: "Europe/Berlin". */
  zone: string;
}) {
  const [state, send, isPending] = useActionState(action, UNSENT);
  const form = useRef<HTMLFormElement>(null);
  const [isRestored, startOver] = useKeptText(form, name);
  const [recipients, recount] = useRecipients(state.preview?.recipients ?? start.recipients, countRecipients);
  const { values, errors, turn } = state;
  const isTicked = (field: string, preset: boolean) => (turn === 0 ? preset : values[field] === "on");
  return (
    <form
      ref={form}
      action={send}
      onKeyDown={postByKeyboard}
      onChange={recount}
      className="grid min-w-0 gap-5 rounded-[14px] border border-line bg-card px-5 py-5"
    >
      {Object.entries(hidden).map(([field, value]) => (
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
      <TextField
        label="What will be done?"
        name="title"
        defaultValue={values.title ?? start.title}
        error={errors.title}
        maxLength={TITLE_MAX}
        required
        autoComplete="off"
      />
      <FieldSet label={`When (${zone})`} name="window" error={errors.starts_at ?? errors.ends_at}>
        <div className="flex flex-wrap gap-3">
          <Time label="From" name="starts" value={values.starts ?? start.starts} isFixed={!start.canStartMove} />
          <Time label="Until" name="ends" value={values.ends ?? start.ends} isFixed={false} />
        </div>
      </FieldSet>
      {start.asksRepeat ? <Repeats values={values} errors={errors} /> : null}
      <PlannedChoice components={start.components} values={values} turn={turn} error={errors.components} />
      <TextArea
        label="What readers and subscribers are told"
        name="body"
        defaultValue={values.body ?? start.body}
        error={errors.body}
        hint="Say what they will notice, and what they can do before. Markdown works."
        maxLength={BODY_MAX}
        required
      />
      {start.reminders === null ? null : (
        <FieldSet label="Remind subscribers" name="reminders" error={errors.reminders}>
          <div className="flex flex-wrap gap-x-5 gap-y-1">
            {REMINDERS.map(({ value, label }) => (
              <Tick
                key={`${value} ${turn}`}
                name={`remind_${value}`}
                label={label}
                isTicked={isTicked(`remind_${value}`, start.reminders?.includes(value) ?? false)}
              />
            ))}
          </div>
        </FieldSet>
      )}
      {state.preview ? (
        <section aria-label="Preview" className="grid gap-2 rounded-[9px] border border-dashed border-edge px-4 py-3">
          <Markdown blocks={state.preview.blocks} />
          {state.preview.notes?.map((note) => (
            <Notice key={note} look="careful">
              {note}
            </Notice>
          ))}
        </section>
      ) : null}
      <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
        <Tick
          key={`notify ${turn}`}
          name="notify"
          isTicked={isTicked("notify", true)}
          label={
            <>
              Notify subscribers: <span aria-live="polite">{recipients}</span>
            </>
          }
        />
        <div className="flex flex-wrap items-center gap-2 max-sm:w-full">
          {/* First in the form, so that Enter in the title shows and does not yet post. */}
          <Button look="quiet" name="intent" value="preview" disabled={isPending}>
            Preview
          </Button>
          <Button look="primary" name="intent" value="post" disabled={isPending} className="max-sm:grow">
            {isPending ? "Sending…" : submit}
            <kbd className="rounded-[5px] border border-on/40 px-1.5 font-sans text-[12px] max-sm:hidden">Ctrl ↵</kbd>
          </Button>
        </div>
      </div>
    </form>
  );
}

function Time({ label, name, value, isFixed }: { label: string; name: string; value: string; isFixed: boolean }) {
  return (
    <label className="grid gap-1 text-[13.5px]">
      {label}
      <input
        name={name}
        type="datetime-local"
        defaultValue={value}
        readOnly={isFixed}
        required
        className="min-h-11 rounded-[9px] border border-edge bg-field px-2.5 py-1.5 read-only:text-mute"
      />
    </label>
  );
}

function Repeats({ values, errors }: Pick<FormState, "values" | "errors">) {
  return (
    <div className="group/repeat">
      <FieldSet
        label="How often"
        name="recurrence"
        error={errors.recurrence}
        hint="By the clocks of the page’s zone: the hour stays when they change."
      >
        <Chips name="repeat" options={REPEATS} chosen={values.repeat ?? "never"} />
      </FieldSet>
      <p className="mt-2 mb-0 hidden text-[13.5px] group-has-[input[value=own]:checked]/repeat:block">
        <label htmlFor="rule">Rule (RRULE) </label>
        <input
          id="rule"
          name="rule"
          defaultValue={values.rule}
          placeholder="FREQ=MONTHLY;BYDAY=2TU"
          autoComplete="off"
          className="w-72 max-w-full rounded-[9px] border border-edge bg-field px-2 py-1.5 font-mono"
        />
      </p>
    </div>
  );
}

function Tick({ name, label, isTicked }: { name: string; label: React.ReactNode; isTicked: boolean }) {
  return (
    <label className="flex min-h-9 cursor-pointer items-center gap-2.5 text-[13.5px]">
      <input type="checkbox" name={name} value="on" defaultChecked={isTicked} className="size-4.5 accent-accent" />
      <span>{label}</span>
    </label>
  );
}
