import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isShown } from "#lib/domain/announcement.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { SECOND } from "#lib/domain/instant.ts";
import { OWN_LANGUAGE, pathIn } from "#lib/domain/language.ts";
import { themeCss } from "#lib/domain/theme.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import { pageSettings } from "#lib/services/page-settings.ts";
import { pageOrDefault } from "#lib/services/read-page.ts";
import type { Database } from "#lib/store/database.ts";
import { type Words, wordsIn } from "#lib/words/words.ts";
import { drawDocument } from "./frame.ts";
import type { Html } from "./html.ts";
import { plainPage } from "./subscription-pages.ts";

const STYLESHEET = join("app", "(public)", "page.css");
let style: string | undefined;

/** The public page's stylesheet, from the sources that the product is started from; read once. */
function pageStyle(): string {
  style ??= readFileSync(join(process.cwd(), STYLESHEET), "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\s+/g, " ");
  return style;
}

export type Drawn = {
  title: string;
  main: Html;
  status?: number;
  headers?: Record<string, string>;
  /** The language it is in; English unless given. */
  words?: Words;
};

/**
 * A page as an answer. It needs no script and no cookie, may load nothing, is
 * kept by nobody, and gives its address, which may hold a token, to nobody.
 */
export async function answerWith(db: Database, drawn: Drawn): Promise<Response> {
  const [page, { theme, announcement, access, language }] = await Promise.all([pageOrDefault(db), pageSettings(db)]);
  // The admin's own stylesheet and the logo stay outside: these addresses may hold a token, and load nothing.
  const css = `${pageStyle()}${themeCss(theme)}`;
  const words = drawn.words ?? wordsIn(OWN_LANGUAGE);
  const home = pathIn(words.language, drawn.words ? language : words.language, "/");
  const frame = { title: drawn.title, pageName: page.name, zone: page.time_zone, css, words, home };
  // A private page's words are not for whoever has made up one of these addresses.
  const isSaid = announcement !== null && !access.isPrivate && isShown(announcement, Date.now());
  const document = drawDocument({ ...frame, announcement: isSaid ? announcement : null }, drawn.main);
  const hash = createHash("sha256").update(css).digest("base64");
  return new Response(document, {
    status: drawn.status ?? 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "private, no-store",
      "content-security-policy": `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      ...drawn.headers,
    },
  });
}

/** Sends the browser on by GET, so that reading the page again posts nothing again. */
export function goTo(path: string): Response {
  return new Response(null, {
    status: 303,
    headers: { location: path, "cache-control": "private, no-store", "referrer-policy": "no-referrer" },
  });
}

/** What the form holds; null when the request is no form. */
export async function readForm(request: Request): Promise<FormData | null> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return null;
  return request.formData().catch(() => null);
}

/** A field's text; empty when it was left out or is a file. */
export function field(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** The address of who asks, as the front has put it last; "unknown" without a front. */
export function askedBy(request: Request): string {
  return request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown";
}

/** Answers, and says in plain words when it cannot: what is expected by its own, everything else by one sentence. */
export async function safely(
  { db, log }: { db: Database; log: Log },
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) return refusal(db, error);
    log.error({ err: describeThrown(error) }, "A subscription could not be handled.");
    return new Response("This does not work just now. Please try again in a minute.\n", {
      status: 503,
      headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", "retry-after": "60" },
    });
  }
}

const STATUS = {
  not_found: 404,
  conflict: 409,
  invalid: 400,
  forbidden: 403,
  unauthorized: 401,
  rate_limited: 429,
  unavailable: 503,
} as const;

function refusal(db: Database, error: DomainError): Promise<Response> {
  const wait = error.retryAfterMs === null ? {} : { "retry-after": String(Math.ceil(error.retryAfterMs / SECOND)) };
  const main = plainPage("That did not work", error.message);
  return answerWith(db, { title: "That did not work", main, status: STATUS[error.code], headers: wait });
}
