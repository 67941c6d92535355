import { createHmac } from "node:crypto";
import { APIError } from "better-auth/api";
import { DomainError } from "#lib/domain/errors.ts";
import { type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import { allow } from "#lib/store/rate-limit.ts";
import { type Access, authOf, LONGEST_MS, PASSWORD_MAX, sessionCookieName } from "./auth.ts";
import { isKeptOut } from "./operators.ts";
import { isRescueCode, takeRescueCode } from "./rescue.ts";
import { secretHash } from "./secrets.ts";

/** Within ten tries a guesser waits (reliability.md S5): per account and address, and per address alone. */
const PER_ACCOUNT = { burst: 9, perMs: 15 * MINUTE };
const PER_ADDRESS = { burst: 29, perMs: 15 * MINUTE };

export type SessionCookie = {
  name: string;
  value: string;
  httpOnly: true;
  sameSite: "lax";
  secure: boolean;
  path: "/";
  /** Seconds, as cookies count. */
  maxAge: number;
};

/**
 * Signs an operator in and hands out the cookie of a new session.
 *
 * A wrong address and a wrong password are answered alike, in the same time;
 * whoever tried too often waits even with the right one.
 *
 * @param from where the request came from, as the session list shows it.
 * @throws {DomainError} `unauthorized`; `rate_limited` with the time to wait.
 */
export async function signIn(
  access: Access,
  input: { email: string; password: string },
  from: { address: string; userAgent: string },
  now: Instant,
): Promise<SessionCookie> {
  const email = input.email.trim().toLowerCase();
  await countTry(access, `sign-in:${from.address}`, PER_ADDRESS, now);
  await countTry(access, `sign-in:${secretHash(email)}:${from.address}`, PER_ACCOUNT, now);
  if (isRescueCode(input.password)) {
    const operator = await takeRescueCode(access, email, input.password, now);
    if (!operator) throw refused();
    return openSession(access, operator.id, from);
  }
  if (input.password.length > PASSWORD_MAX) throw refused();
  const headers = new Headers({ "x-forwarded-for": from.address, "user-agent": from.userAgent });
  try {
    const answer = await authOf(access).api.signInEmail({
      body: { email, password: input.password },
      headers,
      returnHeaders: true,
    });
    if (isKeptOut(answer.response.user)) {
      const { internalAdapter } = await authOf(access).$context;
      await internalAdapter.deleteSession(answer.response.token);
      throw refused();
    }
    return cookieOf(answer.headers, access.config.publicUrl);
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) throw refused();
    throw error;
  }
}

/**
 * Opens a session for an operator who has proved otherwise who they are.
 *
 * @returns the cookie, signed as better-auth signs its own.
 */
export async function openSession(
  access: Access,
  operatorId: string,
  from: { address: string; userAgent: string },
): Promise<SessionCookie> {
  const { internalAdapter } = await authOf(access).$context;
  const { token } = await internalAdapter.createSession(operatorId, false, {
    ipAddress: from.address,
    userAgent: from.userAgent,
  });
  const signature = createHmac("sha256", access.config.sessionSecret).update(token).digest("base64");
  return sessionCookie(`${token}.${signature}`, access.config.publicUrl);
}

async function countTry(access: Access, key: string, limit: typeof PER_ACCOUNT, now: Instant): Promise<void> {
  const { allowed, retryAfterMs } = await allow(access.db, key, limit, now);
  if (allowed) return;
  const minutes = Math.ceil(retryAfterMs / MINUTE);
  throw new DomainError(
    "rate_limited",
    `Too many tries. Wait ${minutes} minute${minutes === 1 ? "" : "s"}, then try again.`,
    { retryAfterMs },
  );
}

function refused(): DomainError {
  return new DomainError("unauthorized", "The e-mail address or the password is wrong.");
}

/** better-auth's cookie, but kept as long as a session can last: its idle end is the store's to tell. */
function cookieOf(headers: Headers, publicUrl: string): SessionCookie {
  const name = sessionCookieName(publicUrl);
  const set = headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`));
  if (!set) throw new Error("better-auth set no session cookie");
  return sessionCookie(decodeURIComponent(set.slice(name.length + 1).split(";", 1)[0] as string), publicUrl);
}

function sessionCookie(value: string, publicUrl: string): SessionCookie {
  const name = sessionCookieName(publicUrl);
  const secure = publicUrl.startsWith("https:");
  return { name, value, httpOnly: true, sameSite: "lax", secure, path: "/", maxAge: LONGEST_MS / SECOND };
}
