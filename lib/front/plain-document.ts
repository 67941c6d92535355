/** The renderer's page cannot be served without the framework's scripts: parts of it would only come by script. */
export class UnfinishedDocument extends Error {
  override readonly name = "UnfinishedDocument";
}

// React escapes `<` and `>` in text and attributes, so these can only be tags (next.md §4).
const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/g;
const LINK = /<link\b[^>]*>/g;
const COMMENT = /<!--[\s\S]*?-->/g;
const FLIGHT_DATA = /^\s*\(?self\.__next_f\b/;
const MOVES_PARTS = /\$R[CX]\(/;
const LATE_PART = /<template id="[BP]:|<div hidden(?:="")? id="S:|<!--\$[?!]-->/;
const EMPTY_OUTLET = /<div hidden(?:="")?><\/div>/g;

/**
 * The page as a document of its own: no framework scripts, no preloads, no marks of React.
 * A script with `data-keep` stays.
 *
 * @throws {UnfinishedDocument} when parts of it would only fall into place by script, or it is cut off.
 */
export function dropFrameworkScripts(html: string): string {
  if (LATE_PART.test(html)) throw new UnfinishedDocument("The page came with late parts.");
  if (html.includes('<html id="__next_error__"')) throw new UnfinishedDocument("The page draws itself by script.");
  if (!html.trimEnd().endsWith("</html>")) throw new UnfinishedDocument("The page came without its end.");
  return html
    .replace(SCRIPT, (tag, attributes: string, text: string) => keptScript(tag, attributes, text))
    .replace(LINK, (tag) => (isNeedlessPreload(tag) ? "" : tag))
    .replace(COMMENT, "")
    .replace(EMPTY_OUTLET, "");
}

function keptScript(tag: string, attributes: string, text: string): string {
  if (/\bdata-keep\b/.test(attributes)) return tag;
  // Flight data repeats what people wrote; only the framework's own code counts here.
  if (!FLIGHT_DATA.test(text) && MOVES_PARTS.test(text)) throw new UnfinishedDocument("The page came with late parts.");
  return "";
}

/** Scripts are gone, and a stylesheet stands in the page or at the top of it. */
function isNeedlessPreload(tag: string): boolean {
  return /\brel="modulepreload"/.test(tag) || (/\brel="preload"/.test(tag) && /\bas="(?:script|style)"/.test(tag));
}
