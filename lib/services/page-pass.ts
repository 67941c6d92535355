import { createHmac, timingSafeEqual } from "node:crypto";
import type { Instant } from "#lib/domain/instant.ts";
import type { PageLink } from "#lib/domain/page-access.ts";

const MIN_SECRET = 32;

/** What somebody showed to come into a private page, and until when that counts. */
export type Pass = {
  by: "password" | "link" | "operator";
  /** The password's generation, the link's id, the operator's id. */
  id: string;
  endsAt: Instant;
};

const SIGNS = { password: "p", link: "l", operator: "o" } as const;

/** The cookie that holds a pass. Over https its name alone keeps other hosts from setting it. */
export function passCookieName(publicUrl: string): string {
  return publicUrl.startsWith("https:") ? "__Host-pulsepage-pass" : "pulsepage-pass";
}

/** A pass as text, sealed. @throws when the installation has no secret: such a pass could be made by anyone. */
export function passText(secret: string, { by, id, endsAt }: Pass): string {
  const words = `${SIGNS[by]}.${id}.${endsAt.toString(36)}`;
  return `${words}.${seal(secret, `page-pass:${words}`)}`;
}

/** The pass that the text was made for; null when we have not made it, or it has ended. */
export function readPass(secret: string, text: string, now: Instant): Pass | null {
  const [sign, id = "", end = "", ...rest] = text.split(".");
  const by = (Object.keys(SIGNS) as Pass["by"][]).find((one) => SIGNS[one] === sign);
  const endsAt = Number.parseInt(end, 36);
  if (by === undefined || rest.length !== 1 || !(endsAt > now)) return null;
  const pass = { by, id, endsAt };
  return isSame(text, passText(secret, pass)) ? pass : null;
}

/** What stands in the address of a link: it follows from the link, so that it is kept nowhere and can be shown again. */
export function pageLinkToken(secret: string, { id, expiresAt }: PageLink): string {
  return `${id}.${seal(secret, `page-link:${id}:${expiresAt}`)}`;
}

/** The id that a token claims; it says nothing of whether the token is ours. */
export function claimedLinkId(token: string): string {
  return token.slice(0, Math.max(0, token.indexOf(".")));
}

export function isPageLinkToken(secret: string, link: PageLink, token: string): boolean {
  return isSame(token, pageLinkToken(secret, link));
}

function seal(secret: string, words: string): string {
  if (secret.length < MIN_SECRET) throw new Error("SESSION_SECRET is missing or too short to sign passes with.");
  return createHmac("sha256", secret).update(words).digest("base64url");
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
