"use client";

import { useActionState } from "react";
import { Button } from "#components/ui/button.tsx";
import { FieldSet, SelectField } from "#components/ui/field.tsx";
import { type FormState, UNSENT } from "#components/ui/form-state.ts";
import { Notice } from "#components/ui/notice.tsx";
import { LANGUAGES, languageTag } from "#lib/domain/language.ts";

const ALL = Object.entries(LANGUAGES);

/** What the page speaks by itself, and in which further languages it can be read. */
export function LanguagesForm({
  action,
  start,
  owned,
}: {
  action: (before: FormState, form: FormData) => Promise<FormState>;
  start: { language: string; languages: readonly string[] };
  /** Which of the two status.yaml says. */
  owned: { language: boolean; languages: boolean };
}) {
  const [{ message, values, errors, turn }, send, isPending] = useActionState(action, UNSENT);
  const isChosen = (language: string) =>
    turn > 0 ? values[`in_${language}`] === "on" : start.languages.includes(language);
  return (
    <form key={turn} action={send} className="grid gap-4">
      {message ? <Notice look="wrong">{message}</Notice> : null}
      <SelectField
        label="The page speaks"
        name="language"
        disabled={owned.language}
        choices={ALL.map(([value, label]) => ({ value, label }))}
        defaultValue={values.language ?? start.language}
        error={errors.language}
      />
      <fieldset disabled={owned.languages} className="m-0 min-w-0 border-0 p-0">
        <FieldSet
          label="It can also be read in"
          name="languages"
          error={errors.languages}
          hint="Each has addresses of its own, such as /de/history. Your own words stay as you write them, unless you translate them."
        >
          <div className="grid grid-cols-2 gap-x-4 sm:grid-cols-3">
            {ALL.map(([language, label]) => (
              <label key={language} className="flex min-h-9 items-center gap-2">
                <input
                  type="checkbox"
                  name={`in_${language}`}
                  defaultChecked={isChosen(language)}
                  className="size-5 flex-none"
                />
                <bdi lang={languageTag(language)}>{label}</bdi>
              </label>
            ))}
          </div>
        </FieldSet>
      </fieldset>
      {owned.language && owned.languages ? null : (
        <div>
          <Button look="primary" disabled={isPending}>
            Save languages
          </Button>
        </div>
      )}
    </form>
  );
}
