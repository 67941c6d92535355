/** What went wrong, free of secrets: safe to keep and to log. What it means stands in the table of lib/diagnosis. */
export type Failure = {
  /** Id of the rule: `conn.refused`. */
  cause: string;
  /** The system's error code, or the first word of Redis' own reply. */
  code: string;
  /** Redis' own words, if it was Redis that refused. */
  reply?: string;
};

const BY_CODE: Readonly<Record<string, string>> = {
  ECONNREFUSED: "conn.refused",
  ECONNRESET: "conn.reset",
  EPIPE: "conn.reset",
  ECLOSED: "conn.closed",
  ETIMEDOUT: "conn.timeout",
  EHOSTUNREACH: "conn.timeout",
  ENETUNREACH: "conn.timeout",
  ENOTFOUND: "dns.notfound",
  EAI_AGAIN: "dns.tryagain",
  CERT_HAS_EXPIRED: "tls.expired",
  CERT_NOT_YET_VALID: "tls.untrusted",
  ERR_TLS_CERT_ALTNAME_INVALID: "tls.hostname",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls.untrusted",
  SELF_SIGNED_CERT_IN_CHAIN: "tls.untrusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls.untrusted",
  UNABLE_TO_GET_ISSUER_CERT: "tls.untrusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls.untrusted",
  EPROTOCOL: "proto.not_redis",
  ERR_SSL_WRONG_VERSION_NUMBER: "tls.not_tls",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "tls.not_tls",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: "tls.client_certificate",
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: "tls.client_certificate",
};

/** A broken connection in our words. Anything not known is `conn.closed`: there was no answer. */
export function classifyTransport(code: string): Failure {
  return { cause: BY_CODE[code] ?? (/^(ERR_SSL|EPROTO)/.test(code) ? "tls.failed" : "conn.closed"), code };
}

const BY_REPLY: readonly (readonly [RegExp, string])[] = [
  [/^NOAUTH/, "auth.required"],
  [/^WRONGPASS|^ERR invalid password|^ERR AUTH|^ERR Client sent AUTH/, "auth.wrongpass"],
  [/^NOPERM/, "auth.noperm"],
  [/^DENIED/, "auth.denied"],
  [/^ERR max number of clients/, "clients.max"],
  [/^LOADING/, "state.loading"],
  [/^BUSY\b/, "state.busy"],
  [/^MASTERDOWN/, "state.masterdown"],
  [/^MISCONF Errors writing to the AOF/, "persist.aof_failing"],
  [/^MISCONF/, "persist.rdb_failing"],
  [/^READONLY/, "state.readonly"],
  [/^NOREPLICAS/, "state.noreplicas"],
  [/^OOM/, "state.oom"],
];

/** An error reply of Redis (without its leading `-`). Null when the words are not known to mean trouble. */
export function classifyReply(text: string): Failure | null {
  const found = BY_REPLY.find(([pattern]) => pattern.test(text));
  return found ? { cause: found[1], code: text.split(" ", 1)[0] ?? "", reply: firstWords(text) } : null;
}

/** An error of a connection in our words: what Redis said, or what the system said. */
export function classifyError(error: { message: string; code?: string | undefined }): Failure {
  return classifyReply(error.message) ?? classifyTransport(error.code ?? "");
}

/** The beginning of what Redis said: enough to know it by. */
export function firstWords(text: string): string {
  return text.split(/[\r\n]/, 1)[0]?.slice(0, 120) ?? "";
}
