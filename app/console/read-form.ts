/** The fields of a form as the schemas of actions see them: fields such as `component.ID` and `body.LANGUAGE` come as one record. */
export type FormInput = { [name: string]: string | Record<string, string> };

/** How the names of fields begin that belong together, and as what they come. */
const RECORDS = { "component.": "components", "title.": "title_in", "body.": "body_in" } as const;
// React's own hidden fields, by which it finds the action again.
const OF_REACT = /^\$ACTION_/;
const SECRET = new Set(["password", "token"]);

/** Reads a form; files stand apart, and the last of two fields of one name counts. */
export function readForm(form: FormData): {
  input: FormInput;
  values: Record<string, string>;
  files: Record<string, File>;
} {
  const typed = [...form].filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && !OF_REACT.test(entry[0]),
  );
  const starts = Object.keys(RECORDS) as (keyof typeof RECORDS)[];
  const plain = typed.filter(([name]) => !starts.some((start) => name.startsWith(start)));
  const input: FormInput = Object.fromEntries(plain);
  for (const start of starts) {
    const some = typed.filter(([name]) => name.startsWith(start));
    if (some.length > 0)
      input[RECORDS[start]] = Object.fromEntries(some.map(([name, value]) => [name.slice(start.length), value]));
  }
  const files = Object.fromEntries([...form].filter((entry): entry is [string, File] => entry[1] instanceof File));
  return { input, files, values: Object.fromEntries(typed.filter(([name]) => !SECRET.has(name))) };
}
