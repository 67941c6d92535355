import { escapeHtml } from "#lib/domain/markdown.ts";

/** A piece of HTML in which everything from outside is escaped. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | Html | readonly Html[];

/** html`<p>${words}</p>`: words are escaped, pieces made by this tag are put in as they are. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  const text = values.map((value, i) => `${parts[i]}${drawn(value)}`).join("");
  return new Html(`${text}${parts.at(-1)}`);
}

/** A piece for what is not there. */
export const NOTHING = new Html("");

function drawn(value: Value): string {
  if (value instanceof Html) return value.text;
  return typeof value === "string" ? escapeHtml(value) : value.map((one) => one.text).join("");
}
