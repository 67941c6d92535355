"use client";

import { useActionState } from "react";
import { Button } from "#components/ui/button.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { type FormState, UNSENT } from "#components/ui/form-state.ts";
import { Notice } from "#components/ui/notice.tsx";
import { ROLES, type Role } from "#lib/domain/actor.ts";

type Action = (before: FormState, form: FormData) => Promise<FormState>;

const MEANING: Record<Role, string> = {
  viewer: "viewer: looks",
  reporter: "reporter: drafts",
  publisher: "publisher: posts incidents and maintenance",
  maintainer: "maintainer: also components, monitors, subscribers",
  admin: "admin: everything",
};
const CHOICES = ROLES.map((role) => ({ value: role, label: MEANING[role] }));

/** Asking somebody in; the link is shown once. */
export function InviteForm({ action }: { action: Action }) {
  const [{ message, values, errors }, send, isPending] = useActionState(action, UNSENT);
  return (
    <form action={send} className="grid gap-3">
      <Made message={message} made={values.made} />
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        required
        defaultValue={values.email}
        error={errors.email}
      />
      <SelectField label="Role" name="role" choices={CHOICES} defaultValue={values.role ?? "publisher"} />
      <div>
        <Button look="primary" disabled={isPending}>
          Make an invitation
        </Button>
      </div>
    </form>
  );
}

/** Making an API token; it is shown once. */
export function TokenForm({ action }: { action: Action }) {
  const [{ message, values, errors }, send, isPending] = useActionState(action, UNSENT);
  return (
    <form action={send} className="grid gap-3">
      <Made message={message} made={values.made} />
      <TextField
        label="What it is for"
        name="name"
        required
        maxLength={100}
        defaultValue={values.name}
        error={errors.name}
      />
      <SelectField
        label="It may"
        name="role"
        id="token-role"
        choices={CHOICES}
        defaultValue={values.role ?? "publisher"}
      />
      <TextField
        label="Days it works"
        name="days"
        inputMode="numeric"
        defaultValue={values.days ?? "90"}
        error={errors.days}
        hint="Nothing: for ever."
      />
      <div>
        <Button look="primary" disabled={isPending}>
          Make a token
        </Button>
      </div>
    </form>
  );
}

/** Another role for one operator. */
export function RoleForm({ action, member }: { action: Action; member: { id: string; name: string; role: Role } }) {
  const [{ message }, send, isPending] = useActionState(action, UNSENT);
  return (
    <form action={send} className="grid gap-2">
      <input type="hidden" name="id" value={member.id} />
      <div className="flex gap-2">
        <select
          name="role"
          aria-label={`Role of ${member.name}`}
          defaultValue={member.role}
          className="min-h-11 rounded-[10px] border border-edge bg-field px-2 text-ink"
        >
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {role}
            </option>
          ))}
        </select>
        <Button disabled={isPending} aria-label={`Change the role of ${member.name}`}>
          Change
        </Button>
      </div>
      {message ? <Notice look="wrong">{message}</Notice> : null}
    </form>
  );
}

/** What the form said, with what it made, to be copied. */
function Made({ message, made }: { message: string | null; made: string | undefined }) {
  if (message === null) return null;
  if (made === undefined) return <Notice look="wrong">{message}</Notice>;
  return (
    <Notice look="done">
      {message}
      <code className="mt-1 block text-[13px] break-all select-all">{made}</code>
    </Notice>
  );
}
