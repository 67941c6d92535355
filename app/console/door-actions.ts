"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { signOut } from "#lib/access/sessions.ts";
import { redeemSetupLink } from "#lib/access/setup-link.ts";
import { signIn } from "#lib/access/sign-in.ts";
import { clientAddress } from "./client-address.ts";
import { type Asked, openAction } from "./guard.ts";
import { localPath } from "./same-origin.ts";
import { dropSessionCookie, setSessionCookie } from "./session-cookie.ts";

const LONGEST = 1_000;

const credentials = z.strictObject({
  email: z.string().min(1, "Give your e-mail address.").max(LONGEST),
  password: z.string().min(1, "Give your password.").max(LONGEST),
  next: z.string().max(LONGEST).optional(),
});

export const signInAction = openAction(credentials, async ({ next, ...input }, asked) => {
  await enter(asked, input);
  redirect(localPath(next));
});

const firstOperator = z.strictObject({
  token: z.string().max(LONGEST),
  name: z.string().max(LONGEST),
  email: z.string().max(LONGEST),
  password: z.string().max(LONGEST),
});

export const setUpAction = openAction(firstOperator, async ({ token, ...input }, asked) => {
  await redeemSetupLink(asked.runtime, token, input, asked.now);
  await enter(asked, input);
  redirect("/console");
});

export const signOutAction = openAction(z.strictObject({}), async (_input, { runtime, headers, now }) => {
  await signOut(runtime, headers, now);
  await dropSessionCookie(runtime.config.publicUrl);
  redirect("/console/sign-in");
});

async function enter({ runtime, headers, now }: Asked, input: { email: string; password: string }): Promise<void> {
  const from = { address: clientAddress(headers), userAgent: (headers.get("user-agent") ?? "").slice(0, 300) };
  await setSessionCookie(await signIn(runtime, input, from, now));
}
