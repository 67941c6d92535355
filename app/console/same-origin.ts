/**
 * Whether a form was sent by a page of ours (reliability.md §7).
 *
 * Browsers say where a request comes from in `Sec-Fetch-Site`, but only to
 * addresses they trust; to a plain http one they send `Origin` alone. What says
 * neither is no browser of today, and is refused.
 */
export function isSameOrigin(headers: Pick<Headers, "get">, publicUrl: string): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  return headers.get("origin") === new URL(publicUrl).origin;
}

/** Where to go on to after signing in: `next` if it is a path of the console, else the console's first page. */
export function localPath(next: string | undefined): string {
  const first = "/console";
  if (next === undefined || !/^\/console(?:[/?][\w/?=&.%-]*)?$/.test(next)) return first;
  return next.includes("//") || next.includes("..") ? first : next;
}
