import { createHmac, timingSafeEqual } from "node:crypto";

const MIN_SECRET = 32;

/**
 * The token by which a subscriber manages and ends the subscription.
 *
 * Made from the id alone, so that every mail can carry it again without it being kept anywhere.
 *
 * @throws when the installation has no secret: such a token could be made by anyone.
 */
export function manageToken(sessionSecret: string, subscriberId: string): string {
  if (sessionSecret.length < MIN_SECRET) throw new Error("SESSION_SECRET is missing or too short to sign links with.");
  const seal = createHmac("sha256", sessionSecret).update(`subscription:${subscriberId}`).digest("base64url");
  return `${subscriberId}.${seal}`;
}

/** The subscriber that the token was made for; null when we have not made it. */
export function subscriberOf(sessionSecret: string, token: string): string | null {
  const dot = token.indexOf(".");
  if (dot <= 0) return null;
  const id = token.slice(0, dot);
  const given = Buffer.from(token);
  const right = Buffer.from(manageToken(sessionSecret, id));
  return given.length === right.length && timingSafeEqual(given, right) ? id : null;
}
