import { DomainError } from "./errors.ts";

export type TemplateKind = "incident" | "message";

/** What a template may name, and what it stands for. */
export const VARIABLES: Readonly<Record<TemplateKind, Readonly<Record<string, string>>>> = {
  incident: {
    components: "the affected components by name",
    page: "the page's name",
    expected: "when it is expected to be resolved, or that nobody knows yet",
    time: "the time of writing",
  },
  message: {
    title: "the incident's title",
    status: "its state: Investigating, Identified …",
    impact: "how grave it is: Major impact",
    body: "the update as it was written",
    components: "the components and what each is",
    expected: "when it is expected to be resolved",
    next_update: "by when more is said",
    page: "the page's name",
    url: "the address of the incident's page",
  },
};

const PLACE = /\{\{\s*([a-z_]+)\s*\}\}/g;

/** The values of a template's variables; one without a value, and a line that had nothing else, is left out. */
export type TemplateValues = Readonly<Record<string, string>>;

/**
 * Puts values in the places of variables.
 *
 * @param markdown the text is read as Markdown afterwards: values are words in it, never marks. `raw` names those that
 *   are Markdown themselves.
 */
export function fillTemplate(
  text: string,
  values: TemplateValues,
  more: { markdown?: boolean; raw?: readonly string[] } = {},
): string {
  const fill = (line: string) =>
    line.replace(PLACE, (_whole, name: string) => {
      const value = values[name] ?? "";
      return more.markdown && !more.raw?.includes(name) ? escapeMarkdown(value) : value;
    });
  return text
    .split("\n")
    .flatMap((line) => {
      const filled = fill(line);
      const isEmptied = filled.trim() === "" && line.trim() !== "";
      return isEmptied ? [] : [filled];
    })
    .join("\n");
}

/** Takes every mark of Markdown for a plain sign. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+\-.!|~&]/g, "\\$&");
}

/**
 * Checks that a template holds variables of its kind and nothing else in double braces.
 *
 * @throws {DomainError} `invalid`, naming the first that is not known and those that are.
 */
export function checkTemplate(kind: TemplateKind, path: string, text: string): void {
  const left = text.replace(PLACE, (whole, name: string) => (Object.hasOwn(VARIABLES[kind], name) ? "" : whole));
  const wrong = /\{\{[^}]{0,40}\}?\}?|\}\}/.exec(left)?.[0];
  if (wrong === undefined) return;
  const known = Object.keys(VARIABLES[kind])
    .map((name) => `{{${name}}}`)
    .join(", ");
  const message = `“${wrong}” is not a variable here. There are ${known}.`;
  throw new DomainError("invalid", message, { fields: [{ path, message }] });
}
