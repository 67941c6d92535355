"use client";

import { useActionState } from "react";
import { Button } from "#components/ui/button.tsx";
import { type FormState, UNSENT } from "#components/ui/form-state.ts";
import { Notice } from "#components/ui/notice.tsx";

/** What can be done with a window as it stands, each by one press, told or not. */
export function MaintenanceSteps({
  action,
  hidden,
  steps,
  recipients,
}: {
  action: (before: FormState, form: FormData) => Promise<FormState>;
  hidden: Readonly<Record<string, string>>;
  steps: readonly { step: string; label: string; look?: "primary" | "quiet" }[];
  recipients: string;
}) {
  const [{ message, turn, values }, send, isPending] = useActionState(action, UNSENT);
  return (
    <form action={send} className="grid gap-3 rounded-[14px] border border-line bg-card px-5 py-4">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="flex flex-wrap gap-2">
        {steps.map(({ step, label, look }) => (
          <Button key={step} look={look ?? "plain"} name="step" value={step} disabled={isPending}>
            {label}
          </Button>
        ))}
      </div>
      <label className="flex min-h-9 cursor-pointer items-center gap-2.5 text-[13.5px]">
        <input
          key={turn}
          type="checkbox"
          name="notify"
          value="on"
          defaultChecked={turn === 0 || values.notify === "on"}
          className="size-4.5 accent-accent"
        />
        <span>Notify subscribers: {recipients}</span>
      </label>
      {message ? <Notice look="wrong">{message}</Notice> : null}
    </form>
  );
}
