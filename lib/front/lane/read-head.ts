/** What the lane needs of a request. */
export type Head = { target: string; host: string; accept: string | undefined; known: string | undefined };

const LONGEST = 4_096;
const REMEMBERED_MAX = 500;
const END = "\r\n\r\n";
const REQUEST_LINE = /^GET (\/[!-~]*) HTTP\/1\.1$/;
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t -~]*)$/;
/** Whatever gives a request a body, another meaning or another end. */
const NOT_OURS =
  /^(?:transfer-encoding|content-length|upgrade|expect|range|if-range|authorization|trailer|te|rsc|next-.*|http2-settings|keep-alive|proxy-.*)$/;

const remembered = new Map<string, Head | null>();

/**
 * Reads one whole request head, if it is exactly that and asks for nothing but
 * a page: GET, HTTP/1.1, one Host, no body, no conditions but If-None-Match.
 *
 * @returns null for anything else, however slightly: node:http then says what it is.
 */
export function readHead(chunk: Buffer): Head | null {
  if (chunk.length > LONGEST) return null;
  const text = chunk.toString("latin1");
  // Browsers say the same again and again: each of their lines is read once.
  const before = remembered.get(text);
  if (before !== undefined) return before;
  const head = read(text);
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(text, head);
  return head;
}

function read(text: string): Head | null {
  if (!text.endsWith(END) || text.indexOf(END) !== text.length - END.length) return null;
  const [first = "", ...lines] = text.slice(0, -END.length).split("\r\n");
  const target = REQUEST_LINE.exec(first)?.[1];
  if (target === undefined) return null;
  const head: Head = { target, host: "", accept: undefined, known: undefined };
  let hosts = 0;
  for (const line of lines) {
    const field = FIELD.exec(line);
    if (!field) return null;
    const name = (field[1] as string).toLowerCase();
    const value = (field[2] as string).trimEnd();
    if (NOT_OURS.test(name)) return null;
    if (name === "connection" && value.toLowerCase() !== "keep-alive") return null;
    if (name === "host") {
      hosts += 1;
      if (!/^[\w.:[\]-]+$/.test(value)) return null;
      head.host = value;
    } else if (name === "accept-encoding") head.accept = joined(head.accept, value);
    else if (name === "if-none-match") head.known = joined(head.known, value);
  }
  return hosts === 1 ? head : null;
}

function joined(before: string | undefined, value: string): string {
  return before === undefined ? value : `${before}, ${value}`;
}
