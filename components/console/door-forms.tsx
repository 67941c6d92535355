"use client";

import { useActionState } from "react";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { type FormState, UNSENT } from "#components/ui/form-state.ts";
import { Notice } from "#components/ui/notice.tsx";

type Action = (before: FormState, form: FormData) => Promise<FormState>;

/** Signing in. `next` is where to go on to; the action checks it. */
export function SignInForm({ action, next }: { action: Action; next: string }) {
  const [{ message, values, errors }, send, isPending] = useActionState(action, UNSENT);
  return (
    <form action={send} className="grid gap-4">
      {message ? <Notice look="wrong">{message}</Notice> : null}
      <input type="hidden" name="next" value={next} />
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={values.email}
        error={errors.email}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={errors.password}
      />
      <Button look="primary" disabled={isPending}>
        {isPending ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}

/** Making the first operator. */
export function SetUpForm({ action, token }: { action: Action; token: string }) {
  const [{ message, values, errors }, send, isPending] = useActionState(action, UNSENT);
  return (
    <form action={send} className="grid gap-4">
      {message ? <Notice look="wrong">{message}</Notice> : null}
      <input type="hidden" name="token" value={token} />
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        required
        maxLength={100}
        defaultValue={values.name}
        error={errors.name}
        hint="Other operators see it; readers do not."
      />
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={values.email}
        error={errors.email}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={8}
        maxLength={128}
        error={errors.password}
        hint="At least 8 characters; a few words together are better."
      />
      <Button look="primary" disabled={isPending}>
        {isPending ? "Setting up…" : "Create the first operator"}
      </Button>
    </form>
  );
}

/** Becoming an operator by an invitation. */
export function JoinForm({ action, token }: { action: Action; token: string }) {
  const [{ message, values, errors }, send, isPending] = useActionState(action, UNSENT);
  return (
    <form action={send} className="grid gap-4">
      {message ? <Notice look="wrong">{message}</Notice> : null}
      <input type="hidden" name="token" value={token} />
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        required
        maxLength={100}
        defaultValue={values.name}
        error={errors.name}
        hint="Other operators see it; readers do not."
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={8}
        maxLength={128}
        error={errors.password}
        hint="At least 8 characters; a few words together are better."
      />
      <Button look="primary" disabled={isPending}>
        {isPending ? "Joining…" : "Join"}
      </Button>
    </form>
  );
}
