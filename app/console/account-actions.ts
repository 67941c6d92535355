"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { revokeAllSessions, revokeSession } from "#lib/access/sessions.ts";
import { operatorAction } from "./guard.ts";
import { dropSessionCookie } from "./session-cookie.ts";

export const endSessionAction = operatorAction(
  z.strictObject({ session: z.string().max(100) }),
  async ({ session }, { runtime, actor }) => {
    await revokeSession(runtime, actor, session);
    redirect("/console/account");
  },
);

export const endAllSessionsAction = operatorAction(z.strictObject({}), async (_input, { runtime, actor }) => {
  await revokeAllSessions(runtime, actor);
  await dropSessionCookie(runtime.config.publicUrl);
  redirect("/console/sign-in");
});
