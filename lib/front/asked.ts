import { chooseEncoding } from "./copy.ts";

type Encoding = ReturnType<typeof chooseEncoding>;

/** What of a request decides which copy of a page it is answered with. */
export type Asked = { encoding: Encoding; ifNoneMatch: string | undefined; isForFramework: boolean };

/** Browsers say few different things; what else is sent is read anew each time. */
const KNOWN_MAX = 64;
const known = new Map<string, Encoding>();

/**
 * Reads a request's headers as they came in.
 *
 * Node makes its object of all headers when it is first looked at, and that
 * costs a tenth of the whole answer: the hot path does without.
 *
 * @param raw `request.rawHeaders`; a header that is there twice counts as one list (RFC 9110 §5.3).
 */
export function readAsked(raw: readonly string[]): Asked {
  let accept: string | undefined;
  let ifNoneMatch: string | undefined;
  let isForFramework = false;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] as string;
    const value = raw[i + 1] as string;
    // The length is compared first: nearly every header ends there.
    if (name.length === 15 && name.toLowerCase() === "accept-encoding")
      accept = accept === undefined ? value : `${accept}, ${value}`;
    else if (name.length === 13 && name.toLowerCase() === "if-none-match")
      ifNoneMatch = ifNoneMatch === undefined ? value : `${ifNoneMatch}, ${value}`;
    else if (name.length === 3 && name.toLowerCase() === "rsc") isForFramework = true;
  }
  return { encoding: encodingOf(accept), ifNoneMatch, isForFramework };
}

function encodingOf(accept: string | undefined): Encoding {
  if (accept === undefined) return "identity";
  const before = known.get(accept);
  if (before) return before;
  const encoding = chooseEncoding(accept);
  if (known.size < KNOWN_MAX) known.set(accept, encoding);
  return encoding;
}
