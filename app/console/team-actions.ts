"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { inviteOperator, redeemInvitation, revokeInvitation } from "#lib/access/invitations.ts";
import { signIn } from "#lib/access/sign-in.ts";
import { changeOperator } from "#lib/access/team.ts";
import { createToken, withdrawToken } from "#lib/access/tokens.ts";
import { ROLES } from "#lib/domain/actor.ts";
import { DAY } from "#lib/domain/instant.ts";
import { clientAddress } from "./client-address.ts";
import { openAction, operatorAction } from "./guard.ts";
import { setSessionCookie } from "./session-cookie.ts";

const LONGEST = 1_000;
const id = z.string().max(100);
const role = z.enum(ROLES, "Choose a role.");

export const inviteAction = operatorAction(
  z.strictObject({ email: z.string().max(LONGEST), role }),
  async (input, { runtime, actor, now }) => {
    const token = await inviteOperator(runtime, actor, input, now);
    const link = `${runtime.config.publicUrl}/console/join?token=${token}`;
    return {
      message: `Send this link to ${input.email.trim()}. It works once, for seven days:`,
      values: { made: link },
    };
  },
);

export const uninviteAction = operatorAction(z.strictObject({ id }), async (input, { runtime, actor, now }) => {
  await revokeInvitation(runtime, actor, input.id, now);
  redirect("/console/team");
});

export const changeOperatorAction = operatorAction(
  z.strictObject({ id, role: role.optional(), disabled: z.enum(["yes", "no"]).optional() }),
  async ({ disabled, ...input }, { runtime, actor, now }) => {
    const change = {
      id: input.id,
      ...(input.role ? { role: input.role } : {}),
      ...(disabled ? { isDisabled: disabled === "yes" } : {}),
    };
    await changeOperator(runtime, actor, change, now);
    redirect("/console/team");
  },
);

const days = z.string().regex(/^([1-9]\d{0,3})?$/, "Give a number of days, or nothing.");

export const createTokenAction = operatorAction(
  z.strictObject({ name: z.string().max(LONGEST), role, days }),
  async (input, { runtime, actor, now }) => {
    const expiresAt = input.days === "" ? null : now + Number(input.days) * DAY;
    const text = await createToken(runtime.db, actor, { name: input.name, role: input.role, expiresAt }, now);
    return { message: "Copy the token now; it is not shown again:", values: { made: text } };
  },
);

export const withdrawTokenAction = operatorAction(z.strictObject({ id }), async (input, { runtime, actor, now }) => {
  await withdrawToken(runtime.db, actor, input.id, now);
  redirect("/console/team");
});

const joining = z.strictObject({
  token: z.string().max(LONGEST),
  name: z.string().max(LONGEST),
  password: z.string().max(LONGEST),
});

export const joinAction = openAction(joining, async ({ token, ...input }, { runtime, headers, now }) => {
  const { email } = await redeemInvitation(runtime, token, input, now);
  const from = { address: clientAddress(headers), userAgent: (headers.get("user-agent") ?? "").slice(0, 300) };
  await setSessionCookie(await signIn(runtime, { email, password: input.password }, from, now));
  redirect("/console");
});
