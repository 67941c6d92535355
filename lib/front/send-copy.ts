import type { IncomingMessage, ServerResponse } from "node:http";
import { chooseEncoding } from "./accept-encoding.ts";
import type { Copy } from "./copy.ts";

/** Answers GET or HEAD with a copy: 304 for who has it already. Does nothing that could be done before (this is the hot path). */
export function sendCopy(request: IncomingMessage, response: ServerResponse, copy: Copy): void {
  // Two headers are looked for in the raw list: Node would make an object of all of them.
  const raw = request.rawHeaders;
  let accept: string | undefined;
  let known: string | undefined;
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] as string;
    if (name.length === 15 && name.toLowerCase() === "accept-encoding") accept = joined(accept, raw[i + 1]);
    else if (name.length === 13 && name.toLowerCase() === "if-none-match") known = joined(known, raw[i + 1]);
  }
  if (known !== undefined && hasCopy(known, copy.etag)) {
    response.writeHead(304, copy.notModified);
    response.end();
    return;
  }
  const body = copy[chooseEncoding(accept)];
  response.writeHead(200, body.head);
  if (request.method === "HEAD") response.end();
  else response.end(body.bytes);
}

function joined(before: string | undefined, value: string | undefined): string {
  return before === undefined ? (value ?? "") : `${before}, ${value}`;
}

/** Whether If-None-Match names this copy (RFC 9110 §13.1.2: compared weakly). */
export function hasCopy(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch === etag || ifNoneMatch.trim() === "*") return true;
  const opaque = etag.slice(2);
  return ifNoneMatch.split(",").some((one) => one.trim().replace(/^W\//, "") === opaque);
}
