import { TextArea, TextField } from "#components/ui/field.tsx";
import { LANGUAGES } from "#lib/domain/language.ts";
import { BODY_MAX, TITLE_MAX } from "#lib/domain/text.ts";

/** The same words in the page's other languages; what is left empty is shown as it was written first. */
export function OtherLanguages(props: {
  languages: readonly string[];
  hasTitle: boolean;
  values: Readonly<Record<string, string>>;
}) {
  const { languages, hasTitle, values } = props;
  if (languages.length === 0) return null;
  const isBegun = languages.some((one) => values[`title.${one}`] || values[`body.${one}`]);
  return (
    <details open={isBegun} className="rounded-[9px] border border-edge px-4 py-3">
      <summary className="cursor-pointer text-[13.5px] font-semibold">In other languages</summary>
      <div className="mt-3 grid gap-4">
        {languages.map((one) => (
          <fieldset key={one} lang={one} className="m-0 grid min-w-0 gap-3 border-0 p-0">
            <legend className="p-0 text-[13.5px] font-semibold">{LANGUAGES[one]}</legend>
            {hasTitle ? (
              <TextField
                label={`Title: ${LANGUAGES[one]}`}
                name={`title.${one}`}
                defaultValue={values[`title.${one}`] ?? ""}
                maxLength={TITLE_MAX}
                dir="auto"
                autoComplete="off"
              />
            ) : null}
            <TextArea
              label={`Update: ${LANGUAGES[one]}`}
              name={`body.${one}`}
              defaultValue={values[`body.${one}`] ?? ""}
              maxLength={BODY_MAX}
              dir="auto"
            />
          </fieldset>
        ))}
      </div>
    </details>
  );
}
