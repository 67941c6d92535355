import { DomainError } from "#lib/domain/errors.ts";

const SQLITE: Readonly<Record<number, string>> = {
  5: "The store is busy. Nothing was changed; please try again in a moment.",
  6: "The store is busy. Nothing was changed; please try again in a moment.",
  8: "The store cannot be written: it is read-only. Nothing was changed.",
  10: "The store's disk answers with an error. Nothing was changed.",
  11: "The store's file is damaged. Put back a copy of it, then start again.",
  13: "The disk is full. Nothing was changed; free some space, then try again.",
  14: "The store's file cannot be opened. Check that its folder exists and can be written.",
  26: "The store's file is not a database. Put back a copy of it, then start again.",
};

const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "EPIPE",
  "57P01",
  "57P03",
  "53300",
  "08006",
  "08001",
]);

/** A store that is broken, or cannot keep what was sent, in words for people; null when the error is not the store's. Says no path, no address. */
export function storeFault(error: unknown): DomainError | null {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  if (code === "ERR_SQLITE_ERROR" && typeof errcode === "number") {
    // The low byte is the primary code; the rest only says more of it.
    const words = SQLITE[errcode & 0xff];
    return words ? new DomainError("unavailable", words, { retryAfterMs: 2_000 }) : null;
  }
  if (code === "ESTOREGONE") {
    return new DomainError(
      "unavailable",
      "The store's file was removed or replaced while we ran. Nothing was changed. Put it back, then start again.",
      { retryAfterMs: 10_000 },
    );
  }
  if (typeof code === "string" && UNREACHABLE.has(code)) {
    return new DomainError(
      "unavailable",
      "The store does not answer. Nothing was changed; please try again in a moment.",
      { retryAfterMs: 2_000 },
    );
  }
  // PostgreSQL keeps no text with a zero character in it.
  if (code === "22021")
    return new DomainError("invalid", "Some of what was sent holds a character that cannot be kept. Remove it.");
  if (code === "53100") return new DomainError("unavailable", SQLITE[13] as string);
  if (code === "28P01" || code === "3D000")
    return new DomainError("unavailable", "The store refuses us: check name, password and database of DATABASE_URL.");
  return null;
}
