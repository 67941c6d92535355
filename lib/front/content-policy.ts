import { createHash } from "node:crypto";

const STYLE = /<style\b[^>]*>([\s\S]*?)<\/style>/g;
const INLINE_SCRIPT = /<script\b(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g;
const STYLESHEET_LINK = /<link\b[^>]*\brel="stylesheet"/;
// Nobody's words can look like it: signs of HTML in them are escaped, and it stands before all words.
const MAY_BE_FRAMED = /^<!DOCTYPE html><html\b[^>]*\bdata-framed\b/i;

/**
 * The strictest policy under which exactly this page works: what is written in it by hash, what it loads from our own
 * address alone (next.md §5).
 */
export function pagePolicy(html: string): string {
  const styles = hashes(html, STYLE);
  if (STYLESHEET_LINK.test(html)) styles.unshift("'self'");
  return [
    "default-src 'none'",
    `script-src ${["'self'", ...hashes(html, INLINE_SCRIPT)].join(" ")}`,
    `style-src ${styles.length > 0 ? styles.join(" ") : "'none'"}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${MAY_BE_FRAMED.test(html) ? "*" : "'none'"}`,
    "manifest-src 'self'",
  ].join("; ");
}

/** For documents that machines read: should a browser show one, it can do nothing. */
export const DOCUMENT_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** For answers of the renderer that keep the framework's own inline scripts: the console, and forms. */
export const FRAMEWORK_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

function hashes(html: string, element: RegExp): string[] {
  const found = [...html.matchAll(element)].map(([, text]) =>
    createHash("sha256")
      .update(text ?? "")
      .digest("base64"),
  );
  return [...new Set(found)].map((hash) => `'sha256-${hash}'`);
}
