/** How long a connection may stay without a request; what we say is what we do. */
export const KEEP_ALIVE_S = 65;

type Prepared = { second: number; bytes: Buffer };
const prepared = new WeakMap<readonly string[], Prepared>();

/**
 * A whole answer as it goes over the wire, as node:http would write it. Made
 * anew once a second, when its date has changed; kept as long as its copy is.
 *
 * @param headers names and values in turn; their identity tells one answer from another.
 */
export function answerBytes(
  status: "200 OK" | "304 Not Modified",
  headers: readonly string[],
  body: Buffer | null,
): Buffer {
  const second = Math.floor(Date.now() / 1_000);
  const before = prepared.get(headers);
  if (before?.second === second) return before.bytes;
  let head = `HTTP/1.1 ${status}\r\n`;
  for (let i = 0; i < headers.length; i += 2) head += `${headers[i]}: ${headers[i + 1]}\r\n`;
  head += `Date: ${new Date(second * 1_000).toUTCString()}\r\n`;
  head += `Connection: keep-alive\r\nKeep-Alive: timeout=${KEEP_ALIVE_S}\r\n\r\n`;
  const start = Buffer.from(head, "latin1");
  const bytes = body === null ? start : Buffer.concat([start, body]);
  prepared.set(headers, { second, bytes });
  return bytes;
}
