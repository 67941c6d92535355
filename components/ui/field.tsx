import { Input } from "@base-ui/react/input";
import type { ComponentProps, ReactNode } from "react";

const BOX = "w-full rounded-[9px] border border-edge bg-field px-3 py-2 text-ink aria-invalid:border-maj";
const LABEL = "mb-1.5 block text-[13.5px] font-semibold";

type Common = { label: string; name: string; error?: string | undefined; hint?: ReactNode };

/** A labelled line of text. `id`: where the name alone is not unique on the page. */
export function TextField({
  label,
  name,
  id = name,
  error,
  hint,
  ...rest
}: Common & Omit<ComponentProps<typeof Input>, "className">) {
  return (
    <div>
      <label htmlFor={id} className={LABEL}>
        {label}
      </label>
      <Input id={id} name={name} type="text" className={BOX} {...describedBy(id, error, hint)} {...rest} />
      <Below name={id} error={error} hint={hint} />
    </div>
  );
}

/** A labelled field of many lines. `id`: where the name alone is not unique on the page. */
export function TextArea({ label, name, id = name, error, hint, ...rest }: Common & ComponentProps<"textarea">) {
  return (
    <div>
      <label htmlFor={id} className={LABEL}>
        {label}
      </label>
      <textarea
        id={id}
        name={name}
        className={`${BOX} min-h-28 resize-y`}
        {...describedBy(id, error, hint)}
        {...rest}
      />
      <Below name={id} error={error} hint={hint} />
    </div>
  );
}

/** A labelled choice of one. `id`: where the name alone is not unique on the page. */
export function SelectField({
  label,
  name,
  id = name,
  error,
  hint,
  choices,
  ...rest
}: Common & { choices: readonly { value: string; label: string }[] } & ComponentProps<"select">) {
  return (
    <div>
      <label htmlFor={id} className={LABEL}>
        {label}
      </label>
      {/* A form that was answered is reset to what it began with: another beginning is another element. */}
      <select
        key={String(rest.defaultValue)}
        id={id}
        name={name}
        className={`${BOX} min-h-11`}
        {...describedBy(name, error, hint)}
        {...rest}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      <Below name={name} error={error} hint={hint} />
    </div>
  );
}

/** Fields that belong together, under one name. */
export function FieldSet({ label, name, error, hint, children }: Common & { children: ReactNode }) {
  // A group has no "invalid" of its own: what is wrong is read out as its description.
  const { "aria-invalid": _invalid, ...described } = describedBy(name, error, hint);
  return (
    <fieldset className="m-0 min-w-0 border-0 p-0" {...described}>
      <legend className={LABEL}>{label}</legend>
      {children}
      <Below name={name} error={error} hint={hint} />
    </fieldset>
  );
}

function describedBy(
  name: string,
  error: string | undefined,
  hint: ReactNode,
): { "aria-invalid"?: true; "aria-describedby"?: string } {
  const ids = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(" ");
  return { ...(error ? { "aria-invalid": true } : {}), ...(ids ? { "aria-describedby": ids } : {}) };
}

function Below({ name, error, hint }: { name: string; error: string | undefined; hint: ReactNode }) {
  return (
    <>
      {error ? (
        <p id={`${name}-error`} className="mt-1 mb-0 text-[13.5px] font-medium text-maj">
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={`${name}-hint`} className="mt-1 mb-0 text-[12.5px] text-mute">
          {hint}
        </p>
      ) : null}
    </>
  );
}
