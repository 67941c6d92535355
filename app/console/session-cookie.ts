import { cookies } from "next/headers";
import { sessionCookieName } from "#lib/access/auth.ts";
import type { SessionCookie } from "#lib/access/sign-in.ts";

export async function setSessionCookie({ name, value, ...attributes }: SessionCookie): Promise<void> {
  (await cookies()).set(name, value, attributes);
}

/** Takes the cookie out of the browser. Its session is ended in the store, not by this. */
export async function dropSessionCookie(publicUrl: string): Promise<void> {
  const secure = publicUrl.startsWith("https:");
  const past = { httpOnly: true, sameSite: "lax", secure, path: "/", maxAge: 0 } as const;
  (await cookies()).set(sessionCookieName(publicUrl), "", past);
}
