"use client";

import { useActionState, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Chips } from "#components/ui/chips.tsx";
import { FieldSet, TextField } from "#components/ui/field.tsx";
import { type FormState, UNSENT } from "#components/ui/form-state.ts";
import { Notice } from "#components/ui/notice.tsx";
import { cleanHex } from "#lib/domain/colour.ts";
import {
  type Mode,
  type Palette,
  paletteOf,
  type Scheme,
  THEME_COLOURS,
  type Theme,
  type ThemeColour,
} from "#lib/domain/theme.ts";
import { LookPreview } from "./look-preview.tsx";

const COLOURS = Object.keys(THEME_COLOURS) as ThemeColour[];
const SCHEMES = [
  { value: "auto", label: "As the reader's system" },
  { value: "light", label: "Always light" },
  { value: "dark", label: "Always dark" },
];

type Typed = Readonly<Record<string, string>>;

/** The page's colours, with a piece of the page drawn in them. The server draws it on "Preview"; a script while typing. */
export function LookForm({
  action,
  theme,
  name,
  logo,
  isOwned,
}: {
  action: (before: FormState, form: FormData) => Promise<FormState>;
  theme: Theme;
  name: string;
  logo: string | null;
  isOwned: boolean;
}) {
  const [{ message, values, errors, turn }, send, isPending] = useActionState(action, UNSENT);
  const [typed, setTyped] = useState<Typed | null>(null);
  const start = startOf(theme);
  const shown = { ...start, ...values, ...typed };
  return (
    <form
      key={turn}
      action={send}
      className="grid gap-4"
      onInput={(event) => setTyped(textsOf(new FormData(event.currentTarget)))}
    >
      {message ? <Notice look={Object.keys(errors).length > 0 ? "wrong" : "done"}>{message}</Notice> : null}
      <fieldset disabled={isOwned} className="m-0 grid min-w-0 gap-4 border-0 p-0">
        <FieldSet label="Light or dark" name="scheme" error={errors.scheme}>
          <Chips name="scheme" options={SCHEMES} chosen={shown.scheme ?? "auto"} />
        </FieldSet>
        <div className="grid grid-cols-2 gap-x-4 gap-y-4 sm:gap-x-6">
          {(["light", "dark"] as const).map((mode) => (
            <FieldSet key={mode} label={mode === "light" ? "Light colours" : "Dark colours"} name={mode}>
              <div className="grid gap-3">
                {COLOURS.map((colour) => (
                  <TextField
                    key={colour}
                    label={`${mode === "light" ? "Light" : "Dark"} ${colour}`}
                    name={`${mode}_${colour}`}
                    placeholder={paletteOf(mode, {})[colour]}
                    maxLength={7}
                    spellCheck={false}
                    autoComplete="off"
                    hint={THEME_COLOURS[colour]}
                    defaultValue={values[`${mode}_${colour}`] ?? start[`${mode}_${colour}`]}
                    error={errors[`${mode}_${colour}`]}
                  />
                ))}
              </div>
            </FieldSet>
          ))}
        </div>
      </fieldset>
      <LookPreview
        scheme={(shown.scheme ?? "auto") as Scheme}
        light={paletteIn(shown, "light")}
        dark={paletteIn(shown, "dark")}
        name={name}
        logo={logo}
      />
      {isOwned ? null : (
        <div className="flex flex-wrap gap-3">
          <Button look="primary" name="intent" value="save" disabled={isPending}>
            Save colours
          </Button>
          <Button name="intent" value="preview" disabled={isPending}>
            Preview
          </Button>
        </div>
      )}
    </form>
  );
}

function startOf({ scheme, light, dark }: Theme): Record<string, string> {
  const fields: Record<string, string> = { scheme };
  for (const colour of COLOURS) {
    fields[`light_${colour}`] = light[colour] ?? "";
    fields[`dark_${colour}`] = dark[colour] ?? "";
  }
  return fields;
}

/** What is a colour already; half a word is none. */
function paletteIn(fields: Typed, mode: Mode): Palette {
  const given = COLOURS.map((colour) => [colour, cleanHex(fields[`${mode}_${colour}`] ?? "")] as const);
  return Object.fromEntries(given.filter(([, hex]) => hex !== null));
}

function textsOf(form: FormData): Typed {
  return Object.fromEntries([...form].filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
