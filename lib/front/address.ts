/** A request's address, as it can be looked up and passed on. */
export type Address = { path: string; query: string };

const PRINTABLE = /^[\x21-\x7e]+$/;
// The renderer would walk up there and answer with another page than the one the rules here were chosen for.
const STEP = /^(?:\.|%2e){1,2}$/i;
const ABSOLUTE = /^https?:\/\/[^/?#]*/i;

/**
 * Reads a request target (RFC 9112 §3.2): with or without scheme and host, slashes at the front counted once.
 *
 * @returns null when it is not one that a browser or a client of ours could have meant.
 */
export function readAddress(target: string): Address | null {
  if (!PRINTABLE.test(target) || target.includes("#") || target.includes("\\")) return null;
  const local = target.replace(ABSOLUTE, "").replace(/^\/*/, "/");
  if (!target.startsWith("/") && !ABSOLUTE.test(target)) return null;
  const mark = local.indexOf("?");
  const path = mark === -1 ? local : local.slice(0, mark);
  if (!isText(path) || path.split("/").some((segment) => STEP.test(segment))) return null;
  return { path, query: mark === -1 ? "" : local.slice(mark + 1) };
}

/** Whether nothing but text is spelled out in it: no broken characters, no control characters. */
function isText(path: string): boolean {
  try {
    return [...decodeURIComponent(path)].every((character) => character >= " " && character !== "\x7f");
  } catch {
    return false;
  }
}
