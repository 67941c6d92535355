/** Sent with every answer of ours (reliability.md §7, Headers). */
export function documentHeaders(isSecure: boolean): string[] {
  return [
    "X-Content-Type-Options",
    "nosniff",
    "Referrer-Policy",
    "same-origin",
    "Cross-Origin-Opener-Policy",
    "same-origin",
    "Permissions-Policy",
    "camera=(), microphone=(), geolocation=()",
    ...(isSecure ? ["Strict-Transport-Security", "max-age=63072000; includeSubDomains"] : []),
  ];
}

/** What pages with the framework's own inline scripts may do: the console, and forms. */
export const FRAMEWORK_POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// RFC 9110 §7.6.1, and what only proxies inside Next's own house may say (reliability.md §4).
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
const INSIDE =
  /^(x-middleware-|x-invoke-|x-nextjs-|x-now-|x-pulsepage-|x-forwarded-|x-matched-path$|x-real-ip$|forwarded$)/;

/** Whether a client's header goes on to the renderer. */
export function mayPassIn(name: string, connection: readonly string[]): boolean {
  return !HOP_BY_HOP.has(name) && !INSIDE.test(name) && !connection.includes(name);
}

/** Whether a header of the renderer goes out. */
export function mayPassOut(name: string): boolean {
  return !HOP_BY_HOP.has(name) && !/^(x-nextjs-|x-middleware-|x-powered-by$)/.test(name);
}
