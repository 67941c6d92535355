"use client";

import { useActionState } from "react";
import { Button } from "#components/ui/button.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { type FormState, UNSENT } from "#components/ui/form-state.ts";
import { Notice } from "#components/ui/notice.tsx";
import { statusLabel } from "#components/ui/status-word.tsx";
import { COMPONENT_STATUSES, type ComponentStatus } from "#lib/domain/status.ts";

type Action = (before: FormState, form: FormData) => Promise<FormState>;
export type Choice = { value: string; label: string };

/** What a component is called, what it is, where it stands. `known` null: a new one. */
export function ComponentForm({
  action,
  known,
  groups,
}: {
  action: Action;
  known: {
    id: string;
    name: string;
    description: string;
    group: string;
    /** What it is while no monitor speaks for it; null: monitors say it. */
    status: ComponentStatus | null;
  } | null;
  groups: readonly Choice[];
}) {
  const [{ message, values, errors }, send, isPending] = useActionState(action, UNSENT);
  return (
    <form action={send} className="grid gap-3">
      {known === null ? null : <input type="hidden" name="component" value={known.id} />}
      {message ? <Notice look="wrong">{message}</Notice> : null}
      <TextField
        label="Name"
        name="name"
        required
        maxLength={100}
        autoComplete="off"
        hint="As your users call it, not as your machines are called."
        defaultValue={values.name ?? known?.name}
        error={errors.name}
      />
      <TextField
        label="What it does for them"
        name="description"
        maxLength={500}
        hint="One sentence under the name. May stay empty."
        defaultValue={values.description ?? known?.description}
        error={errors.description}
      />
      <SelectField
        label="Group"
        name="group"
        choices={[{ value: "", label: "In no group" }, ...groups]}
        defaultValue={values.group ?? known?.group ?? ""}
        error={errors.group}
      />
      {known?.status == null ? null : (
        <SelectField
          label="Status"
          name="status"
          choices={COMPONENT_STATUSES.map((value) => ({ value, label: statusLabel(value) }))}
          defaultValue={values.status ?? known.status}
          hint="No monitor speaks for it, so it is what you say. An incident says it for as long as it lasts."
          error={errors.status}
        />
      )}
      <div>
        <Button look={known === null ? "primary" : "plain"} disabled={isPending}>
          {known === null ? "Add the component" : "Save"}
        </Button>
      </div>
    </form>
  );
}

/** One line of text and its button. */
export function NameForm({
  action,
  hidden,
  label,
  submit,
  value,
  id,
}: {
  action: Action;
  hidden: Readonly<Record<string, string>>;
  label: string;
  submit: string;
  value?: string;
  id: string;
}) {
  const [{ message, values, errors }, send, isPending] = useActionState(action, UNSENT);
  return (
    <form action={send} className="grid gap-3">
      {Object.entries(hidden).map(([name, given]) => (
        <input key={name} type="hidden" name={name} value={given} />
      ))}
      {message ? <Notice look="wrong">{message}</Notice> : null}
      <TextField
        label={label}
        name="name"
        id={id}
        required
        maxLength={100}
        autoComplete="off"
        defaultValue={values.name ?? value}
        error={errors.name}
      />
      <div>
        <Button disabled={isPending}>{submit}</Button>
      </div>
    </form>
  );
}

/** Two choices that belong together: which one, and how. */
export function PairForm({
  action,
  hidden,
  which,
  how,
  submit,
}: {
  action: Action;
  hidden: Readonly<Record<string, string>>;
  which: { name: string; label: string; choices: readonly Choice[] };
  how: { name: string; label: string; choices: readonly Choice[]; hint: string };
  submit: string;
}) {
  const [{ message, values, errors }, send, isPending] = useActionState(action, UNSENT);
  return (
    <form action={send} className="grid gap-3">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {message ? <Notice look="wrong">{message}</Notice> : null}
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          {...which}
          required
          choices={[{ value: "", label: "Choose…" }, ...which.choices]}
          defaultValue={values[which.name] ?? ""}
          error={errors[which.name]}
        />
        <SelectField {...how} defaultValue={values[how.name] ?? how.choices[0]?.value} error={errors[how.name]} />
      </div>
      <div>
        <Button disabled={isPending}>{submit}</Button>
      </div>
    </form>
  );
}
