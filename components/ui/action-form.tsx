"use client";

import { type ReactNode, useActionState } from "react";
import { type FormState, UNSENT } from "./form-state.ts";
import { Notice } from "./notice.tsx";

/** A form of hidden fields and buttons: one deed. What is refused is said beside it. */
export function ActionForm({
  action,
  hidden = {},
  children,
}: {
  action: (before: FormState, form: FormData) => Promise<FormState>;
  hidden?: Readonly<Record<string, string>>;
  children: ReactNode;
}) {
  const [{ message }, send, isPending] = useActionState(action, UNSENT);
  return (
    <form action={send} className="grid gap-2">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      {isPending ? <progress aria-label="Working" className="h-1 w-full min-w-24 accent-accent" /> : null}
      {message ? <Notice look="wrong">{message}</Notice> : null}
    </form>
  );
}
