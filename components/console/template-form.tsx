"use client";

import { useActionState } from "react";
import { Button } from "#components/ui/button.tsx";
import { TextArea, TextField } from "#components/ui/field.tsx";
import { type FormState, UNSENT } from "#components/ui/form-state.ts";
import { Notice } from "#components/ui/notice.tsx";
import { CHANNEL_KINDS, CHANNEL_NAMES } from "#lib/domain/channel.ts";
import { INCIDENT_STATUSES } from "#lib/domain/incident.ts";
import { type TemplateKind, VARIABLES } from "#lib/domain/template.ts";
import { BODY_MAX, TITLE_MAX } from "#lib/domain/text.ts";

export type TemplateFormStart = {
  kind: TemplateKind;
  name: string;
  channel: string | null;
  status: string | null;
  title: string;
  body: string;
};

/** Writes a template, and shows how it will read before it is kept. Works without JavaScript. */
export function TemplateForm({
  action,
  start,
  hidden,
}: {
  action: (before: FormState, form: FormData) => Promise<FormState>;
  start: TemplateFormStart;
  hidden: Readonly<Record<string, string>>;
}) {
  const [state, send, isPending] = useActionState(action, UNSENT);
  const { values, errors, turn, message, samples } = state;
  const isMessage = start.kind === "message";
  return (
    <form action={send} className="grid min-w-0 gap-5 rounded-[14px] border border-line bg-card px-5 py-5" key={turn}>
      {Object.entries({ ...hidden, kind: start.kind }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {message ? <Notice look="wrong">{message}</Notice> : null}
      <TextField
        label="Name, for you"
        name="name"
        required
        maxLength={TITLE_MAX}
        defaultValue={values.name ?? start.name}
        error={errors.name}
      />
      {isMessage ? (
        <Choice
          label="Sent by"
          name="channel"
          chosen={values.channel ?? start.channel ?? "all"}
          options={[
            ["all", "Every channel without a template of its own"],
            ...CHANNEL_KINDS.map((one) => [one, CHANNEL_NAMES[one]] as const),
          ]}
          error={errors.channel}
        />
      ) : (
        <Choice
          label="Begins as"
          name="status"
          chosen={values.status ?? start.status ?? "investigating"}
          options={INCIDENT_STATUSES.map((one) => [one, `${one.slice(0, 1).toUpperCase()}${one.slice(1)}`] as const)}
          error={errors.status}
        />
      )}
      <TextField
        label={isMessage ? "First line" : "Title"}
        name="title"
        required
        maxLength={TITLE_MAX}
        defaultValue={values.title ?? start.title}
        error={errors.title}
      />
      <TextArea
        label="Message"
        name="body"
        required
        rows={8}
        maxLength={BODY_MAX}
        defaultValue={values.body ?? start.body}
        error={errors.body}
        hint="Markdown works. A line whose variables have nothing to say is left out."
      />
      <Variables kind={start.kind} />
      <div className="flex flex-wrap gap-3">
        <Button look="primary" name="intent" value="save" disabled={isPending}>
          Save
        </Button>
        <Button name="intent" value="preview" disabled={isPending}>
          Preview
        </Button>
      </div>
      {samples ? <Samples samples={samples} /> : null}
    </form>
  );
}

function Choice({
  label,
  name,
  chosen,
  options,
  error,
}: {
  label: string;
  name: string;
  chosen: string;
  options: readonly (readonly [string, string])[];
  error: string | undefined;
}) {
  return (
    <div>
      <label htmlFor={name} className="mb-1.5 block text-[13.5px] font-semibold">
        {label}
      </label>
      <select
        id={name}
        name={name}
        defaultValue={chosen}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${name}-error` : undefined}
        className="min-h-11 w-full rounded-[9px] border border-edge bg-field px-3 py-2 text-ink"
      >
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      {error ? (
        <p id={`${name}-error`} className="mt-1 mb-0 text-[13.5px] font-medium text-maj">
          {error}
        </p>
      ) : null}
    </div>
  );
}

function Variables({ kind }: { kind: TemplateKind }) {
  return (
    <dl className="m-0 grid gap-x-4 gap-y-1 text-[13px] sm:grid-cols-[auto_1fr]">
      {Object.entries(VARIABLES[kind]).map(([name, meaning]) => (
        <div key={name} className="contents">
          <dt>
            <code>{`{{${name}}}`}</code>
          </dt>
          <dd className="m-0 text-mute">{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}

function Samples({ samples }: { samples: readonly { name: string; text: string }[] }) {
  return (
    <section aria-label="Preview" className="grid gap-4">
      {samples.map(({ name, text }) => (
        <div key={name} className="min-w-0">
          <h2 className="m-0 mb-1 text-[14px] font-semibold">{name}</h2>
          <pre className="m-0 overflow-x-auto rounded-[9px] border border-line bg-field p-3 text-[13px] whitespace-pre-wrap">
            {text}
          </pre>
        </div>
      ))}
    </section>
  );
}
