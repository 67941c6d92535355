import { createHash } from "node:crypto";

/** The renderer's page cannot be served without the framework's scripts: parts of it would only come by script. */
export class UnfinishedDocument extends Error {
  override readonly name = "UnfinishedDocument";
}

// React escapes `<` in text and attributes, so `<script` can only be a tag (next.md §4).
const SCRIPTS = /<script\b(?![^>]*\bdata-keep\b)[^>]*>[\s\S]*?<\/script>/g;
const PRELOADS = /<link\b[^>]*\brel="(?:preload|modulepreload)"[^>]*>/g;
const COMMENTS = /<!--[\s\S]*?-->/g;
const STYLESHEETS = /<link\b[^>]*\brel="stylesheet"[^>]*>/g;
const LATE = /<template id="[BP]:|\$RC\(|<div hidden="" id="S:|<div hidden id="S:/;

/**
 * The page as a document of its own: no framework scripts, no preloads.
 *
 * @throws {UnfinishedDocument} when it has parts that would only fall into place by script.
 */
export function dropFrameworkScripts(html: string): string {
  const plain = html.replace(SCRIPTS, "");
  if (LATE.test(plain) || !plain.includes("</html>")) throw new UnfinishedDocument("The page came with late parts.");
  return plain.replace(PRELOADS, "").replace(COMMENTS, "");
}

/** Puts the page's stylesheets into it: nothing then blocks its drawing. */
export async function inlineStyles(html: string, read: (href: string) => Promise<string>): Promise<string> {
  const links = [...new Set(html.match(STYLESHEETS) ?? [])];
  let result = html;
  for (const link of links) {
    const href = /\bhref="([^"]+)"/.exec(link)?.[1];
    if (!href) continue;
    const css = await read(href.replaceAll("&amp;", "&"));
    // A function, for `$` in the stylesheet means nothing here; the first link becomes the style, repeats go.
    let isFirst = true;
    result = result.replaceAll(link, () => {
      const style = isFirst ? `<style>${css.replaceAll("</style", "<\\/style")}</style>` : "";
      isFirst = false;
      return style;
    });
  }
  return result;
}

/** The strictest policy under which exactly this document works: its own inline styles by hash, its own scripts by origin. */
export function policyFor(html: string): string {
  const hashes = [...html.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style>/g)].map(
    ([, css]) =>
      `'sha256-${createHash("sha256")
        .update(css ?? "")
        .digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${hashes.length > 0 ? [...new Set(hashes)].join(" ") : "'none'"}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
