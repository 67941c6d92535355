"use client";

import { useActionState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Chips } from "#components/ui/chips.tsx";
import { FieldSet, SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import { type FormState, UNSENT } from "#components/ui/form-state.ts";
import { Notice } from "#components/ui/notice.tsx";
import type { Choice } from "./component-forms.tsx";
import { ROLE_CHOICES } from "./pair-row.tsx";

export type MonitorStart = { id: string; name: string; type: string; master: string; publishes: boolean; more: string };

const TYPES = [
  { value: "redis", label: "Redis" },
  { value: "sentinel", label: "Redis Sentinel" },
  { value: "cluster", label: "Redis Cluster" },
  { value: "http", label: "Web service" },
  { value: "tcp", label: "TCP port" },
  { value: "heartbeat", label: "Heartbeat" },
];

const PUBLISHES = [
  { value: "yes", label: "By itself" },
  { value: "no", label: "Waits for a person" },
];

/** What a monitor looks at and how. `known` null: a new one, with the component it speaks for. */
export function MonitorForm({
  action,
  known,
  components,
}: {
  action: (before: FormState, form: FormData) => Promise<FormState>;
  known: MonitorStart | null;
  components: readonly Choice[];
}) {
  const [{ message, values, errors, samples }, send, isPending] = useActionState(action, UNSENT);
  const address = errors.address ?? errors.url ?? errors.nodes ?? errors.sentinels;
  return (
    <form action={send} className="group/monitor grid gap-5 rounded-[14px] border border-line bg-card px-5 py-5">
      {known === null ? null : (
        <>
          <input type="hidden" name="monitor" value={known.id} />
          <input type="hidden" name="type" value={known.type} />
        </>
      )}
      {message ? <Notice look="wrong">{message}</Notice> : null}
      <TextField
        label="Name"
        name="name"
        required
        maxLength={100}
        autoComplete="off"
        hint="For operators: readers see components, not monitors."
        defaultValue={values.name ?? known?.name}
        error={errors.name}
      />
      {known === null ? (
        <FieldSet label="What it looks at" name="type" error={errors.type}>
          <Chips name="type" options={TYPES} chosen={values.type ?? "redis"} />
        </FieldSet>
      ) : null}
      {known?.type === "heartbeat" ? null : (
        <div className="group-has-[input[value=heartbeat]:checked]/monitor:hidden">
          <TextField
            label="Address"
            name="address"
            autoComplete="off"
            spellCheck={false}
            placeholder="redis://host:6379 · https://… · host:port"
            hint={
              known === null
                ? "Several Sentinels or nodes: with spaces between. Write a password as ${NAME} and it stays in the environment; what is written here is kept sealed and not shown again."
                : "Kept as it is when this stays empty. It is not shown: it may hold a password."
            }
            defaultValue={values.address}
            error={address}
          />
        </div>
      )}
      {known === null || known.type === "sentinel" ? (
        <div className={known === null ? "hidden group-has-[input[value=sentinel]:checked]/monitor:block" : ""}>
          <TextField
            label="Name of the deployment"
            name="master"
            autoComplete="off"
            hint="As Sentinels know it, often mymaster."
            defaultValue={values.master ?? known?.master}
            error={errors.master}
          />
        </div>
      ) : null}
      {known === null ? (
        <div className="grid gap-3 sm:grid-cols-2">
          <SelectField
            label="Speaks for"
            name="component"
            required
            choices={[{ value: "", label: "Choose a component…" }, ...components]}
            defaultValue={values.component ?? ""}
            hint="More of them on their own pages."
            error={errors.component}
          />
          <SelectField
            label="Which uses it for"
            name="role"
            choices={ROLE_CHOICES}
            defaultValue={values.role ?? ""}
            hint="Only matters for a Redis."
            error={errors.role}
          />
        </div>
      ) : null}
      <FieldSet label="What it finds goes public" name="publishes" error={errors.publishes}>
        <Chips
          name="publishes"
          options={PUBLISHES}
          chosen={values.publishes ?? (known?.publishes === false ? "no" : "yes")}
        />
      </FieldSet>
      <TextArea
        label="More settings"
        name="more"
        spellCheck={false}
        placeholder={"every: 1s\nnotify_after: 10s"}
        hint="One on each line, as in status.yaml: every, notify_after, read_only, timeout, contains, grace … May stay empty."
        defaultValue={values.more ?? known?.more}
        error={errors.more ?? otherFault(errors)}
      />
      {samples === null ? null : <Trial lines={samples} />}
      <div className="flex flex-wrap gap-2">
        <Button look="primary" name="intent" value="save" disabled={isPending}>
          {known === null ? "Begin to watch" : "Save"}
        </Button>
        <Button name="intent" value="test" disabled={isPending}>
          Try it first
        </Button>
      </div>
      {isPending ? <progress aria-label="Working" className="h-1 w-full accent-accent" /> : null}
    </form>
  );
}

/** What it would find: the target, and the way to it step by step. */
function Trial({ lines }: { lines: readonly { name: string; text: string }[] }) {
  return (
    <section role="status" aria-label="The trial" className="rounded-[9px] border border-dashed border-edge px-4 py-3">
      <dl className="m-0 grid gap-1 text-[14px]">
        {lines.map(({ name, text }) => (
          <div key={name} className="grid gap-x-3 sm:grid-cols-[6rem_minmax(0,1fr)]">
            <dt className="font-semibold">{name}</dt>
            <dd className="m-0 min-w-0 break-words">{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const FIELDS = [
  "name",
  "type",
  "address",
  "url",
  "nodes",
  "sentinels",
  "master",
  "component",
  "role",
  "publishes",
  "more",
];

/** What is wrong with a setting that has no field of its own. */
function otherFault(errors: Readonly<Record<string, string>>): string | undefined {
  const [other] = Object.entries(errors).filter(([field]) => !FIELDS.includes(field));
  return other ? `${other[0]} ${other[1]}` : undefined;
}
