import { DOES_NOT_ANSWER, named, number, type Rule, redisCli, UNREACHABLE } from "#lib/diagnosis/rule.ts";

const INSECURE = "Secure connections cannot be made.";
const DAYS_BEFORE = 14;

const CERTIFICATE = {
  run: "openssl s_client -connect {host}:{port} -servername {host} </dev/null | openssl x509 -noout -subject -issuer -dates",
  does: "The certificate it shows",
  danger: "safe",
} as const;

const noSecureConnection = { noticed: INSECURE, status: "major_outage", impacts: UNREACHABLE } as const;

/** It is there, and does not let us or others in: certificates, passwords, rights. */
export const ACCESS: readonly Rule[] = [
  {
    ...noSecureConnection,
    id: "tls.expired",
    title: "certificate expired",
    advice: ["Renew it. Open connections go on until they are made anew."],
    commands: [CERTIFICATE],
    when: named("tls.expired"),
    evidence: ["code", "certificate_days"],
  },
  {
    ...noSecureConnection,
    id: "tls.untrusted",
    title: "certificate not trusted",
    advice: ["The chain is incomplete, or signed by an authority that is not known here."],
    commands: [CERTIFICATE],
    when: named("tls.untrusted"),
    evidence: ["code"],
  },
  {
    ...noSecureConnection,
    id: "tls.hostname",
    title: "certificate is for another name",
    advice: ["Compare the address with the names in the certificate."],
    commands: [CERTIFICATE],
    when: named("tls.hostname"),
    evidence: ["code"],
  },
  {
    ...noSecureConnection,
    id: "tls.not_tls",
    title: "does not speak TLS on this port",
    advice: ["Wrong port, or tls-port is off: a plain connection to the same port answers."],
    commands: [redisCli("PING", "Answers without TLS?"), redisCli("CONFIG GET tls-port", "Which port speaks TLS")],
    when: named("tls.not_tls"),
    evidence: ["code"],
  },
  {
    ...noSecureConnection,
    id: "tls.failed",
    title: "secure connection fails",
    advice: ["Both sides speak TLS and do not agree: compare protocol versions and ciphers."],
    commands: [CERTIFICATE, redisCli("CONFIG GET tls-protocols", "Which versions it accepts, asked on its own host")],
    when: named("tls.failed"),
    confidence: 0.8,
    evidence: ["code"],
  },
  {
    id: "tls.client_certificate",
    title: "asks for a certificate of ours",
    noticed: "",
    advice: ["Redis is up and we cannot look: give the monitor a client certificate (tls: cert, key)."],
    commands: [redisCli("CONFIG GET tls-auth-clients", "Whether it insists, asked by an admin")],
    status: null,
    when: named("tls.client_certificate"),
    evidence: ["code"],
  },
  {
    id: "tls.expiring",
    title: "certificate expires soon",
    noticed: "",
    advice: ["Renew it before new connections fail."],
    commands: [CERTIFICATE],
    status: null,
    when: (facts) => number(facts, "certificate_days") <= DAYS_BEFORE,
    evidence: ["certificate_days"],
  },
  {
    id: "auth.required",
    title: "asks for a password",
    noticed: "",
    advice: ["Redis is up and we cannot look: put the monitor's password into its address."],
    commands: [redisCli("ACL LIST", "The users it knows, asked by an admin")],
    status: null,
    when: named("auth.required"),
    evidence: ["code"],
  },
  {
    id: "auth.wrongpass",
    title: "refuses our password",
    noticed: "",
    advice: ["Rotated? If the applications use the same password, they fail at their next connection."],
    commands: [redisCli("ACL LOG 10", "Who was refused of late, asked by an admin")],
    status: null,
    when: named("auth.wrongpass"),
    evidence: ["code"],
  },
  {
    id: "auth.noperm",
    title: "our user may not look everywhere",
    noticed: "",
    advice: ["What it may not see is shown as not visible. `pulsepage doctor` prints the ACL line it needs."],
    commands: [redisCli("ACL GETUSER status", "What our user may do, asked by an admin")],
    status: null,
    when: named("auth.noperm"),
    evidence: ["code"],
  },
  {
    ...noSecureConnection,
    noticed: DOES_NOT_ANSWER,
    id: "auth.denied",
    title: "refuses us: protected mode",
    advice: ["It has no password and accepts its own host only: set a password, or bind to the right address."],
    commands: [
      { run: "redis-cli CONFIG GET protected-mode bind", does: "On its own host: what it is bound to", danger: "safe" },
    ],
    when: named("auth.denied"),
    evidence: ["code"],
    explains: ["conn.reset"],
  },
  {
    id: "auth.refusals",
    title: "refuses sign-ins of others",
    noticed: "",
    advice: [
      "Someone signs in with a wrong or missing password: an application that missed a rotation, or a stranger.",
    ],
    commands: [redisCli("ACL LOG 10", "Who was refused of late, asked by an admin")],
    status: null,
    when: (facts) => number(facts, "wrongpass_errors_per_s") > 0.1 || number(facts, "noauth_errors_per_s") > 0.1,
    evidence: ["wrongpass_errors_per_s", "noauth_errors_per_s"],
  },
];
