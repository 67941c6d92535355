/** The fields of a form as the schemas of actions see them: `component.ID` fields come as one record. */
export type FormInput = { [name: string]: string | Record<string, string> };

const COMPONENT = "component.";
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
  const components = typed.filter(([name]) => name.startsWith(COMPONENT));
  const plain = typed.filter(([name]) => !name.startsWith(COMPONENT));
  const input: FormInput = Object.fromEntries(plain);
  if (components.length > 0) {
    input.components = Object.fromEntries(components.map(([name, value]) => [name.slice(COMPONENT.length), value]));
  }
  const files = Object.fromEntries([...form].filter((entry): entry is [string, File] => entry[1] instanceof File));
  return { input, files, values: Object.fromEntries(typed.filter(([name]) => !SECRET.has(name))) };
}
