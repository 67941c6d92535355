"use client";

import { useActionState, useRef } from "react";
import { Markdown } from "#components/text/markdown.tsx";
import { Button } from "#components/ui/button.tsx";
import { SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import { type FormState, UNSENT } from "#components/ui/form-state.ts";
import { Notice } from "#components/ui/notice.tsx";
import { CHANNEL_KINDS, CHANNEL_NAMES } from "#lib/domain/channel.ts";

type Action = (before: FormState, form: FormData) => Promise<FormState>;

const CHANNELS = CHANNEL_KINDS.filter((kind) => kind !== "webpush").map((value) => ({
  value,
  label: CHANNEL_NAMES[value],
}));

/** Adding one subscriber by hand. */
export function AddSubscriberForm({
  action,
  components,
}: {
  action: Action;
  components: readonly { id: string; name: string }[];
}) {
  const [{ message, errors, values, turn }, send, isPending] = useActionState(action, UNSENT);
  return (
    <form action={send} className="grid gap-3" key={turn}>
      {message ? <Notice look="wrong">{message}</Notice> : null}
      <SelectField label="Channel" name="channel" choices={CHANNELS} defaultValue={values.channel ?? "email"} />
      <TextField
        label="Address, number or key"
        name="target"
        required
        maxLength={2_048}
        autoComplete="off"
        defaultValue={values.target}
        error={errors.target}
      />
      <fieldset className="m-0 grid gap-1 border-0 p-0 text-[14px]">
        <legend className="mb-1.5 text-[13.5px] font-semibold">About which components? None means everything.</legend>
        {components.map(({ id, name }) => (
          <label key={id} className="flex min-h-8 items-center gap-2">
            <input
              type="checkbox"
              name={`component.${id}`}
              value="on"
              defaultChecked={values[`component.${id}`] !== undefined}
            />
            <bdi>{name}</bdi>
          </label>
        ))}
      </fieldset>
      <label className="flex min-h-9 items-center gap-2 text-[14px]">
        <input type="checkbox" name="confirmed" defaultChecked={values.confirmed === "on"} />
        They have agreed already: do not ask them again
      </label>
      <TextField
        label="On what that rests"
        name="consent"
        maxLength={1_000}
        defaultValue={values.consent}
        error={errors.consent}
        hint="Kept with the subscriber, and part of what they can download."
      />
      <div>
        <Button look="primary" disabled={isPending}>
          Add
        </Button>
      </div>
    </form>
  );
}

/** A list of subscribers, looked through before anything is done. */
export function ImportForm({ action }: { action: Action }) {
  const [{ message, errors, values, preview, turn }, send, isPending] = useActionState(action, UNSENT);
  const text = useRef<HTMLTextAreaElement>(null);
  const take = async (file: File | undefined) => {
    if (file && text.current) text.current.value = await file.text();
  };
  return (
    <form action={send} className="grid gap-4" key={turn}>
      {message ? <Notice look="careful">{message}</Notice> : null}
      <label className="grid gap-1.5 text-[13.5px] font-semibold">
        A file, or paste it below
        <input
          type="file"
          accept=".csv,text/csv,text/plain"
          className="font-normal"
          onChange={(event) => void take(event.currentTarget.files?.[0])}
        />
      </label>
      <TextArea
        ref={text}
        label="Subscribers"
        name="csv"
        required
        rows={10}
        spellCheck={false}
        defaultValue={values.csv}
        error={errors.csv}
        hint="One a line, or CSV with a header: type, address, components. Statuspage’s export works as it is. At most 5,000 rows at once."
      />
      <TextField
        label="On what it rests that they want this"
        name="consent"
        maxLength={1_000}
        defaultValue={values.consent}
        error={errors.consent}
        hint="Such as “subscribed at our former status page”. Kept with each of them."
      />
      <label className="flex min-h-9 items-center gap-2 text-[14px]">
        <input type="checkbox" name="confirmed" defaultChecked={values.confirmed === "on"} />
        They have confirmed their addresses before: do not ask them again
      </label>
      {preview ? (
        <Notice look="done">
          <p className="m-0 font-semibold">{preview.recipients}</p>
          <Markdown blocks={preview.blocks} />
        </Notice>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button name="intent" value="preview" look={preview ? "plain" : "primary"} disabled={isPending}>
          {isPending ? "Reading…" : "Look it through"}
        </Button>
        {preview ? (
          <Button name="intent" value="import" look="primary" disabled={isPending}>
            {isPending ? "Importing…" : "Import"}
          </Button>
        ) : null}
      </div>
      {isPending ? <progress aria-label="Working" className="h-1 w-full accent-accent" /> : null}
    </form>
  );
}
