/** Milliseconds (reliability.md §7 "Mail"): nodemailer's own would hold a message for ten minutes. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** How to reach the server in SMTP_URL. */
export function smtpOptions(smtpUrl: string, connections: number) {
  const url = new URL(smtpUrl);
  const secure = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isLoopback = host === "localhost" || host === "::1" || /^127\./.test(host);
  const user = decodeURIComponent(url.username);
  // A password never travels in the clear. Without one, encryption is taken when offered, whoever has signed it:
  // whoever could forge the certificate could as well hide the offer.
  const mustBeSafe = !isLoopback && (user !== "" || secure);
  return {
    pool: true as const,
    maxConnections: connections,
    maxMessages: 100,
    // The pool would send again by itself, without end and without us counting, what a lost connection leaves open.
    maxRequeues: 0,
    host,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    ...(user === "" ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    requireTLS: mustBeSafe && !secure,
    tls: { rejectUnauthorized: mustBeSafe },
    ...TIMEOUTS,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false as const,
  };
}
