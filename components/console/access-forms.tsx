"use client";

import { useActionState } from "react";
import { Button } from "#components/ui/button.tsx";
import { FieldSet, SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import { type FormState, UNSENT } from "#components/ui/form-state.ts";
import { Notice } from "#components/ui/notice.tsx";

type Action = (before: FormState, form: FormData) => Promise<FormState>;

const WHO = [
  { value: "everyone", label: "Everyone" },
  { value: "private", label: "Private: password, link or network" },
];

/** Who may read the page, and by what. */
export function AccessForm({
  action,
  start,
  isOwned,
  address,
}: {
  action: Action;
  start: { isPrivate: boolean; hasPassword: boolean; networks: readonly string[] };
  isOwned: boolean;
  /** Of whoever looks at this, as it is seen here. */
  address: string;
}) {
  const [{ message, values, errors, turn }, send, isPending] = useActionState(action, UNSENT);
  return (
    <form key={turn} action={send} className="grid gap-4">
      {message ? <Notice look="wrong">{message}</Notice> : null}
      <fieldset disabled={isOwned} className="m-0 grid min-w-0 gap-4 border-0 p-0">
        <SelectField
          label="Who may read the page"
          name="who"
          choices={WHO}
          defaultValue={values.who ?? (start.isPrivate ? "private" : "everyone")}
          hint="A private page is closed everywhere: feeds, JSON, badges and pictures too. Signed-in operators always come in, and subscribers get their messages."
          error={errors.who}
        />
        <TextField
          label="Password of the page"
          name="password"
          type="password"
          maxLength={200}
          autoComplete="new-password"
          hint={
            start.hasPassword
              ? "There is one. A new one sends away everybody who entered the old one; leave this empty to keep it."
              : "At least 8 characters. Empty: nobody comes in by one."
          }
          error={errors.password}
        />
        {start.hasPassword ? (
          <FieldSet label="Or without one" name="drop">
            <label className="flex min-h-9 items-center gap-2">
              <input type="checkbox" name="drop" defaultChecked={values.drop === "on"} className="size-5" />
              Nobody comes in by a password any more
            </label>
          </FieldSet>
        ) : null}
        <TextArea
          label="Networks"
          name="networks"
          rows={3}
          spellCheck={false}
          hint={`One a line, such as 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32. You are seen here as ${address}; if that is your proxy, set TRUST_PROXY first.`}
          defaultValue={values.networks ?? start.networks.join("\n")}
          error={errors.networks}
        />
      </fieldset>
      {isOwned ? null : (
        <div>
          <Button look="primary" disabled={isPending}>
            Save who may read
          </Button>
        </div>
      )}
    </form>
  );
}

/** Makes a link that opens a private page. */
export function LinkForm({ action }: { action: Action }) {
  const [{ message, values, errors, turn }, send, isPending] = useActionState(action, UNSENT);
  return (
    <form key={turn} action={send} className="grid gap-3">
      {message ? <Notice look="wrong">{message}</Notice> : null}
      <TextField
        label="Whom or what a new link is for"
        name="link_name"
        required
        maxLength={100}
        autoComplete="off"
        defaultValue={values.link_name}
        error={errors.link_name}
      />
      <TextField
        label="Days it works"
        name="days"
        inputMode="numeric"
        required
        defaultValue={values.days ?? "90"}
        error={errors.days}
      />
      <div>
        <Button disabled={isPending}>Make a link</Button>
      </div>
    </form>
  );
}
