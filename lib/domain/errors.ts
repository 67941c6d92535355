export type ErrorCode =
  | "not_found"
  | "conflict"
  | "invalid"
  | "forbidden"
  | "unauthorized"
  | "rate_limited"
  | "unavailable";

/** One thing wrong with the input: where, and what to do about it. */
export type FieldError = { path: string; message: string };

/**
 * A refusal that is expected and meant for the person who asked.
 *
 * `message` is shown as it is: it says what was wrong and what to do, and never
 * holds a secret or an address. Everything else that is thrown is a bug or a
 * broken dependency.
 */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];
  /** How long to wait before trying again; null when waiting does not help. */
  readonly retryAfterMs: number | null;

  constructor(code: ErrorCode, message: string, more: { fields?: readonly FieldError[]; retryAfterMs?: number } = {}) {
    super(message);
    this.code = code;
    this.fields = more.fields ?? [];
    this.retryAfterMs = more.retryAfterMs ?? null;
  }
}
