import { z } from "zod";
import { type Actor, isRole, type Role, SYSTEM } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { inTransaction } from "#lib/store/database.ts";
import { type Access, authOf, createAuth, PASSWORD_MAX, PASSWORD_MIN } from "./auth.ts";

export { countOperators } from "#lib/store/operators.ts";

export type NewOperator = { name: string; email: string; password: string; role: Role };
export type Operator = { id: string; name: string; email: string; role: Role };

const NAME_MAX = 100;
const BY_COMMAND: Actor = { ...SYSTEM, id: "command-line", name: "Command line" };

/**
 * Makes an operator who can sign in with this e-mail address and password.
 *
 * For the command line: whoever can run it on this machine may do so.
 *
 * @throws {DomainError} `invalid` with the fields that are wrong; `conflict` when the address is taken.
 */
export async function createOperator(access: Access, input: NewOperator, now: Instant): Promise<Operator> {
  const prepared = await prepareOperator(access, input);
  return inTransaction(access.db, (tx) => insertOperator({ ...access, db: tx }, prepared, BY_COMMAND, now));
}

/** The operator with this e-mail address; undefined when there is none. */
export async function findOperator(access: Access, email: string): Promise<Operator | undefined> {
  const { internalAdapter } = await authOf(access).$context;
  const found = await internalAdapter.findUserByEmail(email.trim().toLowerCase());
  return found ? operatorOf(found.user) : undefined;
}

/** What is stored of an operator-to-be, checked. The password is hashed here: that takes long, and no transaction waits for it. */
export type PreparedOperator = Omit<NewOperator, "password"> & { hash: string };

/** @throws {DomainError} `invalid` with the fields that are wrong. */
export async function prepareOperator(access: Access, input: NewOperator): Promise<PreparedOperator> {
  const name = input.name.replace(/[\p{C}\p{Z}\s]+/gu, " ").trim();
  const email = input.email.trim().toLowerCase();
  const fields = [
    ...(name === "" || name.length > NAME_MAX
      ? [{ path: "name", message: `Give a name of up to ${NAME_MAX} characters.` }]
      : []),
    ...(z.email().max(254).safeParse(email).success
      ? []
      : [{ path: "email", message: "Give an e-mail address, like you@example.org." }]),
    ...passwordFaults(input.password, email),
  ];
  if (fields.length > 0) throw new DomainError("invalid", "Please look at the marked fields.", { fields });
  const { password } = await authOf(access).$context;
  return { name, email, role: input.role, hash: await password.hash(input.password) };
}

/** Writes the operator down in the transaction that `access.db` is. @throws {DomainError} `conflict`. */
export async function insertOperator(
  access: Access,
  prepared: PreparedOperator,
  by: Actor,
  now: Instant,
): Promise<Operator> {
  const { internalAdapter } = await createAuth(access).$context;
  if (await internalAdapter.findUserByEmail(prepared.email)) {
    throw new DomainError("conflict", "There is an operator with this e-mail address.", {
      fields: [{ path: "email", message: "This address is taken." }],
    });
  }
  const { hash, ...facts } = prepared;
  const user = await internalAdapter.createUser(
    {
      ...facts,
      emailVerified: true,
      createdAt: new Date(now),
      updatedAt: new Date(now),
    },
    { method: "email-password" },
  );
  await internalAdapter.linkAccount({ userId: user.id, accountId: user.id, providerId: "credential", password: hash });
  await writeAudit(
    access.db,
    { actor: by, action: "operator.create", subject: user.id, detail: { role: prepared.role } },
    now,
  );
  return operatorOf(user);
}

/** Whether an admin has switched this operator off. */
export function isKeptOut(user: { disabled?: unknown }): boolean {
  return user.disabled === true || user.disabled === 1;
}

/** What better-auth hands out as a user, in our words. A role we do not know may only look. */
export function operatorOf(user: { id: string; name: string; email: string; role?: unknown }): Operator {
  const role = typeof user.role === "string" && isRole(user.role) ? user.role : "viewer";
  return { id: user.id, name: user.name, email: user.email, role };
}

function passwordFaults(password: string, email: string): { path: string; message: string }[] {
  const fault = (message: string) => [{ path: "password", message }];
  if (password.length < PASSWORD_MIN) return fault(`Use at least ${PASSWORD_MIN} characters; 15 or more are better.`);
  if (password.length > PASSWORD_MAX) return fault(`Use at most ${PASSWORD_MAX} characters.`);
  if (password.toLowerCase() === email) return fault("Use something else than your address.");
  if (new Set(password).size < 4) return fault("Use more different characters: this one is guessed at once.");
  return [];
}
