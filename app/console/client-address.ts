/**
 * The address of the browser, as the front has put it last into `X-Forwarded-For`:
 * whatever a client wrote there stands before it. "unknown" without a front.
 */
export function clientAddress(headers: Pick<Headers, "get">): string {
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown";
}
