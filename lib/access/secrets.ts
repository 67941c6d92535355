import { createHash, timingSafeEqual } from "node:crypto";

/** SHA-256 of a secret of ours, hexadecimal: what is stored instead of it. */
export function secretHash(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Whether the secrets are the same, found out in a time that does not depend on where they differ. */
export function isSameSecret(one: string, other: string): boolean {
  return isSameHash(secretHash(one), secretHash(other));
}

/** The same for two hashes made by `secretHash`. */
export function isSameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
