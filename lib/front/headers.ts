/** Sent with every answer (reliability.md §7, Headers), as a flat list of names and values. */
export function safetyHeaders(isSecure: boolean): string[] {
  return [
    "X-Content-Type-Options",
    "nosniff",
    "Referrer-Policy",
    "same-origin",
    "Cross-Origin-Opener-Policy",
    "same-origin",
    "Permissions-Policy",
    "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ...(isSecure ? ["Strict-Transport-Security", "max-age=63072000; includeSubDomains"] : []),
  ];
}

// RFC 9110 §7.6.1; the front answers Expect itself.
const HOP_BY_HOP = new Set([
  "connection",
  "expect",
  "http2-settings",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
// What only Next's own house, or a proxy that is trusted, may say (reliability.md §4).
const INSIDE =
  /^(?:x-middleware-|x-invoke-|x-nextjs-|x-now-|x-vercel-|x-pulsepage-|x-forwarded-|x-matched-path$|x-real-ip$|x-original-url$|x-rewrite-url$|forwarded$)/;
// The framework's own speech between its scripts and its renderer: only the console keeps those scripts.
const CONSOLE_SPEECH = /^(?:rsc$|next-)/;

/** Whether a client's header goes on to the renderer. `listed`: what its Connection header names. */
export function maySendIn(name: string, path: string, listed: ReadonlySet<string>): boolean {
  if (HOP_BY_HOP.has(name) || listed.has(name) || INSIDE.test(name)) return false;
  return !CONSOLE_SPEECH.test(name) || /^\/console(?:[/?]|$)/.test(path);
}

/** Whether a header of the renderer's answer goes out. */
export function maySendOut(name: string): boolean {
  return !HOP_BY_HOP.has(name) && !/^(?:x-middleware-|x-invoke-|x-powered-by$)/.test(name);
}
