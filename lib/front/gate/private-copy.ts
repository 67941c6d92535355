import type { Copy } from "#lib/front/copy.ts";

/** No machine between us and the reader keeps it, and none takes one reader's answer for another's. */
const PRIVATE = [
  "Cache-Control",
  "private, no-store",
  "Vary",
  "Accept-Encoding, Cookie, Authorization",
  "X-Robots-Tag",
  "noindex, nofollow, noarchive",
];
const PUBLIC_ONLY = new Set(["cache-control", "cdn-cache-control", "vary", "access-control-allow-origin"]);

const made = new WeakMap<Copy, Copy>();
const madeForScripts = new WeakMap<Copy, Copy>();

/**
 * The same answer for readers of a private page.
 *
 * @param isByToken the address itself holds the key: scripts of other pages may read what they hold the key of. Nobody
 *   else's may: a browser inside a listed network would read it out to any page that is open in it.
 */
export function privateCopy(copy: Copy, isByToken: boolean): Copy {
  const known = isByToken ? madeForScripts : made;
  const before = known.get(copy);
  if (before) return before;
  const headers = (head: readonly string[]) => privateHeaders(head, isByToken);
  const body = ({ bytes, head }: Copy["br"]) => ({ bytes, head: headers(head) });
  const answer = {
    ...copy,
    identity: body(copy.identity),
    gzip: body(copy.gzip),
    br: body(copy.br),
    notModified: headers(copy.notModified),
  };
  known.set(copy, answer);
  return answer;
}

function privateHeaders(head: readonly string[], isByToken: boolean): string[] {
  const kept: string[] = [];
  for (let i = 0; i < head.length; i += 2) {
    const name = (head[i] as string).toLowerCase();
    if (!PUBLIC_ONLY.has(name)) kept.push(head[i] as string, head[i + 1] as string);
  }
  const where = isByToken ? ["Access-Control-Allow-Origin", "*"] : ["Cross-Origin-Resource-Policy", "same-origin"];
  return [...kept, ...PRIVATE, ...where];
}
