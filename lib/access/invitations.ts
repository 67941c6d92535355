import { z } from "zod";
import { type Actor, isRole, type Role, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newId, newSecret } from "#lib/domain/ids.ts";
import { DAY, type Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { inTransaction } from "#lib/store/database.ts";
import { findInvitation, removeInvitation, replaceInvitation } from "#lib/store/invitations.ts";
import type { Access } from "./auth.ts";
import { findOperator, insertOperator, type Operator, prepareOperator } from "./operators.ts";
import { secretHash } from "./secrets.ts";

const VALID_MS = 7 * DAY;

/**
 * Invites somebody to become an operator: valid once, for seven days, and instead of any former invitation.
 *
 * @returns the token of the link, which is stored nowhere.
 * @throws {DomainError} `forbidden` for anybody but admins; `invalid`; `conflict` when the address is an operator's.
 */
export async function inviteOperator(
  access: Access,
  by: Actor,
  input: { email: string; role: Role },
  now: Instant,
): Promise<string> {
  requireRole(by, "admin");
  const email = input.email.trim().toLowerCase();
  if (!z.email().max(254).safeParse(email).success) {
    const message = "Give an e-mail address, like you@example.org.";
    throw new DomainError("invalid", message, { fields: [{ path: "email", message }] });
  }
  if (await findOperator(access, email)) {
    throw new DomainError("conflict", "There is an operator with this e-mail address.", {
      fields: [{ path: "email", message: "This address is taken." }],
    });
  }
  const token = newSecret();
  const id = newId();
  await inTransaction(access.db, async (tx) => {
    const row = { id, hash: secretHash(token), email, role: input.role, invited_by: by.name };
    await replaceInvitation(tx, { ...row, created_at: now, expires_at: now + VALID_MS });
    await writeAudit(tx, { actor: by, action: "operator.invite", subject: id, detail: { role: input.role } }, now);
  });
  return token;
}

/** Whom this link invites; null when it is used, taken back, or too old. Uses nothing up. */
export async function readInvitation(access: Access, token: string, now: Instant): Promise<{ email: string } | null> {
  const invitation = await findInvitation(access.db, secretHash(token), now);
  return invitation ? { email: invitation.email } : null;
}

/** Takes an invitation back. */
export async function revokeInvitation(access: Access, by: Actor, id: string, now: Instant): Promise<void> {
  requireRole(by, "admin");
  await inTransaction(access.db, async (tx) => {
    if (await removeInvitation(tx, id))
      await writeAudit(tx, { actor: by, action: "operator.uninvite", subject: id }, now);
  });
}

/**
 * Makes the invited operator and uses the link up with it, both or neither.
 *
 * @throws {DomainError} `forbidden` when the link does not hold any more; `invalid` with the fields, which uses nothing up.
 */
export async function redeemInvitation(
  access: Access,
  token: string,
  input: { name: string; password: string },
  now: Instant,
): Promise<Operator> {
  const invitation = await findInvitation(access.db, secretHash(token), now);
  if (!invitation || !isRole(invitation.role)) throw closed();
  const { email, role } = invitation;
  const prepared = await prepareOperator(access, { ...input, email, role });
  const by: Actor = { kind: "operator", id: "invitation", name: invitation.invited_by, role };
  return inTransaction(access.db, async (tx) => {
    if (!(await removeInvitation(tx, invitation.id))) throw closed();
    return insertOperator({ ...access, db: tx }, prepared, by, now);
  });
}

function closed(): DomainError {
  return new DomainError("forbidden", "This invitation is used up, taken back, or too old. Ask for a new one.");
}
