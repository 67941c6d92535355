import pino from "pino";

/** What rooms log through: structured fields first, a plain sentence second. */
export type Log = Pick<pino.Logger, "debug" | "info" | "warn" | "error">;

const URL_CREDENTIALS = /\/\/[^/@\s"']*@/g;
const SLACK_PATH = /(hooks\.slack(?:-gov)?\.com)\/[^\s"']+/g;
const EMAIL = /[^\s"'<>@]+@[^\s"'<>@]+\.[^\s"'<>@]+/g;

/** The text without passwords in addresses, Slack secrets and e-mail addresses. */
export function redactText(text: string): string {
  return text.replace(URL_CREDENTIALS, "//***@").replace(SLACK_PATH, "$1/***").replace(EMAIL, "***@***");
}

/** What may be kept of a thrown value: its kind, its code, its redacted message. Never the object (ioredis errors hold passwords). */
export function describeThrown(thrown: unknown): { name: string; code?: string; message: string } {
  // Known by its shape: what is described already is described again on its way out, and says the same.
  const { name, code, message } = (thrown ?? {}) as { name?: unknown; code?: unknown; message?: unknown };
  if (typeof message !== "string") return { name: "unknown", message: redactText(String(thrown)).slice(0, 500) };
  return {
    name: typeof name === "string" ? name : "unknown",
    ...(typeof code === "string" ? { code } : {}),
    message: redactText(message).slice(0, 500),
  };
}

/** One JSON line per event on standard error; secrets are removed from every string field on the way out. */
export function createLog(level: string, part: string): Log {
  const root = pino(
    {
      level,
      base: { part },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeThrown },
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) =>
          Object.fromEntries(
            Object.entries(fields).map(([key, value]) => [key, typeof value === "string" ? redactText(value) : value]),
          ),
      },
    },
    pino.destination({ fd: 2, sync: true }),
  );
  return root;
}
