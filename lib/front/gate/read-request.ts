import type { IncomingMessage } from "node:http";
import { OWN_LANGUAGE, preferredLanguage } from "#lib/domain/language.ts";
import { readAddress } from "#lib/front/address.ts";
import { askedFor } from "#lib/front/public-paths.ts";

/** Where the door of a private page takes its password. */
export const DOOR = "/access";
const FORM_MAX = 4 * 1024;

/** A key in the address, or as a bearer token; null when there is none. */
export function tokenOf(request: IncomingMessage, query: string): string | null {
  const named = query.split("&").find((part) => part.startsWith("access="));
  if (named !== undefined) return named.slice("access=".length);
  return /^Bearer +([\w.-]+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? null;
}

/** What is asked for does not depend on by whom. */
export function withoutToken(query: string): string {
  if (!query.includes("access=")) return query;
  const parts = query.split("&");
  return parts.filter((part) => !part.startsWith("access=")).join("&");
}

/** A cookie as it came; null when there is none. */
export function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const cookie = part.trim();
    if (cookie.startsWith(`${name}=`)) return cookie.slice(name.length + 1);
  }
  return null;
}

/** As the console's forms are checked: browsers say where a form comes from. */
export function isOwnForm(request: IncomingMessage, publicUrl: string): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  return request.headers.origin === new URL(publicUrl).origin;
}

/** A path of ours to go on to; the front page for anything else, the door itself among it. */
export function localPath(next: string | null): string {
  if (next === null || !next.startsWith("/") || next.startsWith("//")) return "/";
  const address = readAddress(next);
  if (!address || address.path === DOOR) return "/";
  return address.query === "" ? address.path : `${address.path}?${address.query}`;
}

/** A small form; null when it is none. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers["content-type"] ?? "")) return drained(request);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= FORM_MAX) chunks.push(chunk);
  }
  return size > FORM_MAX ? null : new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}

function drained(request: IncomingMessage): null {
  request.resume();
  return null;
}

/** In which of the page's languages to speak: the one in the address, the one the browser prefers, the page's own. */
export function languageOf(request: IncomingMessage, path: string, languages: readonly string[]): string {
  const asked = [
    askedFor(path.split("?")[0] ?? "", "")?.language,
    preferredLanguage(request.headers["accept-language"] ?? null),
  ];
  return asked.find((one) => typeof one === "string" && languages.includes(one)) ?? languages[0] ?? OWN_LANGUAGE;
}
