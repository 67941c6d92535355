import type { ImpactStatus } from "#lib/domain/status.ts";

/** What went wrong, free of secrets: safe to keep and to log. */
export type Failure = {
  /** Failure class of redis.md §1. */
  cause: string;
  /** What it means for who uses the target; null: it answers, only we cannot look. */
  status: ImpactStatus | null;
  code: string;
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
  ERR_TLS_CERT_ALTNAME_INVALID: "tls.hostname",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls.untrusted",
  SELF_SIGNED_CERT_IN_CHAIN: "tls.untrusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls.untrusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls.untrusted",
};

/** A broken connection in our words. Anything not known is `conn.closed`: there was no answer. */
export function classifyTransport(code: string): Failure {
  return { cause: BY_CODE[code] ?? "conn.closed", status: "major_outage", code };
}

const BY_REPLY: readonly [RegExp, string, ImpactStatus | null][] = [
  [/^NOAUTH/, "auth.required", null],
  [/^WRONGPASS|^ERR invalid password|^ERR AUTH/, "auth.wrongpass", null],
  [/^NOPERM/, "auth.noperm", null],
  [/^DENIED/, "auth.denied", "major_outage"],
  [/^ERR max number of clients/, "clients.max", "degraded_performance"],
  [/^LOADING/, "state.loading", "major_outage"],
  [/^BUSY/, "state.busy", "major_outage"],
  [/^MASTERDOWN/, "state.masterdown", "major_outage"],
  [/^MISCONF Errors writing to the AOF/, "persist.aof_failing", "partial_outage"],
  [/^MISCONF/, "persist.rdb_failing", "partial_outage"],
  [/^READONLY/, "state.readonly", "partial_outage"],
  [/^OOM/, "state.oom", "partial_outage"],
];

/** An error reply of Redis (without its leading `-`). Null when the words are not known to mean trouble. */
export function classifyReply(text: string): Failure | null {
  const found = BY_REPLY.find(([pattern]) => pattern.test(text));
  return found ? { cause: found[1], status: found[2], code: text.split(" ", 1)[0] ?? "" } : null;
}
