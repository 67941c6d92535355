import { DomainError } from "./errors.ts";

/** In characters. */
export const CSS_MAX = 50_000;

const OWN_PATH = /^\/(?!\/)[A-Za-z0-9/_.~%?=&-]*$/;
const IMAGE = /^data:image\/(?:png|jpeg|webp|gif|svg\+xml)[;,]/i;
const URL_CALL = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))\s*\)/gi;
/** Whatever loads from elsewhere by a name of its own, or ran code in some browser. */
const NEVER: readonly (readonly [RegExp, string])[] = [
  [/@import/i, "“@import” loads another stylesheet"],
  [/@(?:charset|namespace)/i, "“@charset” and “@namespace” have no use here"],
  [/(?:image-set|cross-fade|image|src|element)\s*\(/i, "only url() may name an image"],
  [/expression\s*\(|-moz-binding|behavior\s*:|javascript:/i, "it holds something that runs as a program"],
  [/<\/|<!--|-->/, "it holds signs of HTML"],
];

/**
 * A stylesheet that an admin gives to the page, checked: it loads nothing from elsewhere and runs nothing. The page's
 * Content-Security-Policy stands behind it.
 *
 * @throws {DomainError} `invalid`, saying in which line what is wrong.
 */
export function checkCss(text: string): string {
  const css = text.toWellFormed().replace(/\r\n?/g, "\n").replaceAll("\0", "").trim();
  if (css.length > CSS_MAX) throw refused(`The stylesheet has ${css.length} characters; at most ${CSS_MAX} fit.`);
  const bare = withoutComments(css);
  checkBrackets(bare);
  // What browsers make of `\75rl(` is checked, and what is written.
  for (const read of [bare, unescaped(bare)]) {
    for (const [sign, why] of NEVER) {
      const at = read.search(sign);
      if (at !== -1) throw refused(`Line ${lineOf(read, at)}: ${why}. Take it out.`);
    }
    checkAddresses(read);
  }
  return css;
}

function checkAddresses(css: string): void {
  const rest = css.replace(URL_CALL, (call, double?: string, single?: string, plain?: string) => {
    const address = (double ?? single ?? plain ?? "").trim();
    if (!OWN_PATH.test(address) && !IMAGE.test(address) && !/^#[\w-]+$/.test(address))
      throw refused(
        `Line ${lineOf(css, css.indexOf(call))}: url() may name a path of this page, such as /logo.svg, or hold the image itself (data:image/…).`,
      );
    return " ".repeat(call.length);
  });
  const open = rest.search(/url\s*\(/i);
  if (open !== -1) throw refused(`Line ${lineOf(rest, open)}: this url() is not closed, or written in an odd way.`);
}

/** The same length and lines, comments as spaces; strings stay. */
function withoutComments(css: string): string {
  return css.replace(/"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|\/\*[\s\S]*?(?:\*\/|$)/g, (part) =>
    part.startsWith("/*") ? part.replace(/[^\n]/g, " ") : part,
  );
}

const CLOSES: Readonly<Record<string, string>> = { "}": "{", ")": "(", "]": "[" };

/** A stylesheet that does not end what it begins is read differently by each browser. */
function checkBrackets(css: string): void {
  const plain = css.replace(/"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/g, (part) =>
    part.replace(/[^\n]/g, " "),
  );
  const open: { sign: string; at: number }[] = [];
  for (const { 0: sign, index } of plain.matchAll(/[{}()[\]"']/g)) {
    if (sign === '"' || sign === "'")
      throw refused(`Line ${lineOf(plain, index)}: this quotation mark has no second one.`);
    if (CLOSES[sign] === undefined) open.push({ sign, at: index });
    else if (open.pop()?.sign !== CLOSES[sign])
      throw refused(`Line ${lineOf(plain, index)}: this “${sign}” closes nothing.`);
  }
  const [first] = open;
  if (first) throw refused(`Line ${lineOf(plain, first.at)}: this “${first.sign}” is never closed.`);
}

function unescaped(css: string): string {
  return css
    .replace(/\\([0-9a-f]{1,6})[ \t\n]?/gi, (_, hex: string) => {
      const code = Number.parseInt(hex, 16);
      return code === 0 || code > 0x10ffff ? "?" : String.fromCodePoint(code).toWellFormed();
    })
    .replace(/\\([^\n])/g, "$1");
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}

function refused(message: string): DomainError {
  return new DomainError("invalid", message, { fields: [{ path: "css", message }] });
}
