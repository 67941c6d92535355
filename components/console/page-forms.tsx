"use client";

import { type ReactNode, useActionState } from "react";
import { Button } from "#components/ui/button.tsx";
import { FieldSet, SelectField, TextArea, TextField } from "#components/ui/field.tsx";
import { type FormState, UNSENT } from "#components/ui/form-state.ts";
import { Notice } from "#components/ui/notice.tsx";
import { ANNOUNCEMENT_MAX } from "#lib/domain/announcement.ts";
import { CSS_MAX } from "#lib/domain/custom-css.ts";
import { LogoImage } from "./logo-image.tsx";

type Action = (before: FormState, form: FormData) => Promise<FormState>;

/** A form of one part of the page; what status.yaml says can be read and not changed. */
function PartForm({
  action,
  isOwned = false,
  submit,
  more,
  children,
}: {
  action: Action;
  isOwned?: boolean;
  submit: string;
  /** Further buttons. */
  more?: ReactNode;
  children: (state: FormState) => ReactNode;
}) {
  const [state, send, isPending] = useActionState(action, UNSENT);
  return (
    <form key={state.turn} action={send} className="grid gap-4">
      {state.message ? <Notice look="wrong">{state.message}</Notice> : null}
      <fieldset disabled={isOwned} className="m-0 grid min-w-0 gap-4 border-0 p-0">
        {children(state)}
      </fieldset>
      {isOwned ? null : (
        <div className="flex flex-wrap gap-3">
          <Button look="primary" name="intent" value="save" disabled={isPending}>
            {submit}
          </Button>
          {more}
        </div>
      )}
    </form>
  );
}

export type BasicsStart = { name: string; timeZone: string; domains: readonly string[]; address: string };

/** What the page is called and where it is. */
export function BasicsForm({
  action,
  start,
  zones,
  owned,
}: {
  action: Action;
  start: BasicsStart;
  zones: readonly string[];
  /** Which of the fields status.yaml says. */
  owned: { name: boolean; timeZone: boolean; domains: boolean };
}) {
  const all = owned.name && owned.timeZone && owned.domains;
  return (
    <PartForm action={action} isOwned={all} submit="Save name and address">
      {({ values, errors }) => (
        <>
          <TextField
            label="Name"
            name="name"
            required
            maxLength={120}
            disabled={owned.name}
            defaultValue={values.name ?? start.name}
            error={errors.name}
          />
          <TextField
            label="Time zone"
            name="time_zone"
            list="zones"
            required
            autoComplete="off"
            disabled={owned.timeZone}
            hint="Times are printed in it, and days begin at its midnight."
            defaultValue={values.time_zone ?? start.timeZone}
            error={errors.time_zone}
          />
          <datalist id="zones">
            {zones.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          <TextArea
            label="Other host names"
            name="domains"
            rows={2}
            disabled={owned.domains}
            spellCheck={false}
            hint={`One a line. They lead on to ${start.address}, the page's own address, which PUBLIC_URL sets.`}
            defaultValue={values.domains ?? start.domains.join("\n")}
            error={errors.domains}
          />
        </>
      )}
    </PartForm>
  );
}

const TONES = [
  { value: "information", label: "Information" },
  { value: "operational", label: "Good news" },
  { value: "warning", label: "Warning" },
  { value: "outage", label: "Outage" },
];

export type AnnouncementStart = { text: string; tone: string; from: string; until: string };

/** Words on top of every page. */
export function AnnouncementForm({
  action,
  start,
  timeZone,
  isOwned,
}: {
  action: Action;
  start: AnnouncementStart;
  timeZone: string;
  isOwned: boolean;
}) {
  const remove =
    start.text === "" ? null : (
      // What was begun to be written need not be whole to be taken away.
      <Button name="intent" value="remove" formNoValidate>
        Take it away
      </Button>
    );
  return (
    <PartForm action={action} isOwned={isOwned} submit="Show it" more={remove}>
      {({ values, errors }) => (
        <>
          <TextArea
            label="Words on top of every page"
            name="text"
            required
            maxLength={ANNOUNCEMENT_MAX}
            hint="Markdown works: **bold**, links, lists."
            defaultValue={values.text ?? start.text}
            error={errors.text ?? errors.body}
          />
          <SelectField
            label="Kind"
            name="tone"
            choices={TONES}
            defaultValue={values.tone ?? start.tone}
            error={errors.tone}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label="From"
              name="from"
              type="datetime-local"
              hint={`Empty: from now on. ${timeZone}`}
              defaultValue={values.from ?? start.from}
              error={errors.from}
            />
            <TextField
              label="Until"
              name="until"
              type="datetime-local"
              hint="Empty: it stays until somebody takes it away."
              defaultValue={values.until ?? start.until}
              error={errors.until}
            />
          </div>
        </>
      )}
    </PartForm>
  );
}

/** The picture before the page's name. */
export function LogoForm({ action, logo, isOwned }: { action: Action; logo: string | null; isOwned: boolean }) {
  const remove =
    logo === null ? null : (
      <Button name="intent" value="remove" formNoValidate>
        Remove it
      </Button>
    );
  return (
    <PartForm action={action} isOwned={isOwned} submit="Use this picture" more={remove}>
      {({ errors }) => (
        <>
          <LogoImage src={logo} alt="The logo now" className="h-8 max-w-60 object-contain object-left" />
          <FieldSet
            label="Picture"
            name="logo"
            error={errors.logo}
            hint="SVG, PNG, JPEG or WebP, at most 100 KB. It stands before the name, 28 pixels high."
          >
            <input
              type="file"
              name="logo"
              aria-label="Picture"
              accept=".svg,.png,.jpg,.jpeg,.webp"
              className="block min-h-11 w-full text-[14px] file:mr-3 file:min-h-11 file:cursor-pointer file:rounded-[10px] file:border file:border-edge file:bg-field file:px-4 file:text-ink"
            />
          </FieldSet>
        </>
      )}
    </PartForm>
  );
}

/** Rules of the admin's own. */
export function CssForm({ action, css, isOwned }: { action: Action; css: string; isOwned: boolean }) {
  return (
    <PartForm action={action} isOwned={isOwned} submit="Save stylesheet">
      {({ values, errors }) => (
        <TextArea
          label="Stylesheet"
          name="css"
          rows={8}
          maxLength={CSS_MAX}
          spellCheck={false}
          style={{ fontFamily: "var(--font-mono)", fontSize: "13px" }}
          hint="Loads nothing from elsewhere. If it makes a page unreadable, add ?plain to the address: it is left out there."
          defaultValue={values.css ?? css}
          error={errors.css}
        />
      )}
    </PartForm>
  );
}
