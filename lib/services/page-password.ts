import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { DomainError } from "#lib/domain/errors.ts";
import { newId } from "#lib/domain/ids.ts";

/** A password as it is kept. `generation`: another one for each password, so that passes of the one before end with it. */
export type PagePassword = { hash: string; generation: string };

export const PAGE_PASSWORD_MIN = 8;
const LENGTH_MAX = 200;
const KEY_BYTES = 32;
// 32 MiB and about 60 ms each: a guess costs something, and a front is not busy with a few at once.
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

const derive = promisify<string, Buffer, number, typeof COST, Buffer>(scrypt);

/** @throws {DomainError} `invalid` when it is too short or too long. */
export async function keepPassword(password: string): Promise<PagePassword> {
  if (password.length < PAGE_PASSWORD_MIN || password.length > LENGTH_MAX) {
    const message = `The page's password needs ${PAGE_PASSWORD_MIN} to ${LENGTH_MAX} characters.`;
    throw new DomainError("invalid", message, { fields: [{ path: "password", message }] });
  }
  const salt = randomBytes(16);
  const key = await derive(password.normalize("NFKC"), salt, KEY_BYTES, COST);
  return { hash: `${salt.toString("base64url")}.${key.toString("base64url")}`, generation: newId() };
}

/** Whether this is the password. */
export async function isPagePassword({ hash }: PagePassword, given: string): Promise<boolean> {
  if (given.length > LENGTH_MAX) return false;
  const [salt = "", key = ""] = hash.split(".");
  const right = Buffer.from(key, "base64url");
  const found = await derive(given.normalize("NFKC"), Buffer.from(salt, "base64url"), KEY_BYTES, COST);
  return right.length === found.length && timingSafeEqual(right, found);
}
