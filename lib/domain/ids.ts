import { createHash, randomBytes } from "node:crypto";

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

/**
 * A new id: 12 lowercase letters and digits, as Statuspage clients expect (compat.md §0.3).
 *
 * 62 random bits: unguessable enough for a public link, never used as a secret.
 */
export function newId(): string {
  let id = "";
  // 252 is the largest multiple of 36 below 256: bytes above it would favour some letters.
  while (id.length < 12)
    for (const byte of randomBytes(16)) if (byte < 252 && id.length < 12) id += ALPHABET[byte % 36];
  return id;
}

/** A secret of 256 random bits, base64url: 43 characters. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** The id of something that is never stored but always the same: 12 letters and digits that follow from its parts. */
export function derivedId(...parts: readonly string[]): string {
  const digest = createHash("sha256").update(parts.join("\n")).digest();
  return [...digest.subarray(0, 12)].map((byte) => ALPHABET[byte % 36]).join("");
}
