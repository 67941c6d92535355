import { type Actor, SYSTEM } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newSecret } from "#lib/domain/ids.ts";
import { type Instant, MINUTE } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { inTransaction } from "#lib/store/database.ts";
import { readLink, replaceLink, takeLink } from "#lib/store/one-time-links.ts";
import type { Access } from "./auth.ts";
import { findOperator, type Operator } from "./operators.ts";
import { isSameHash, secretHash } from "./secrets.ts";

const VALID_MS = 15 * MINUTE;
const PREFIX = "rescue-";

const BY_COMMAND: Actor = { ...SYSTEM, id: "command-line", name: "Command line" };

/**
 * Makes a code by which an operator gets in without password and second step:
 * once, within fifteen minutes. For whoever can run commands on the host.
 *
 * @throws {DomainError} `not_found` when nobody has this address.
 */
export async function makeRescueCode(access: Access, email: string, now: Instant): Promise<string> {
  const operator = await findOperator(access, email);
  if (!operator) throw new DomainError("not_found", "There is no operator with this e-mail address.");
  const code = `${PREFIX}${newSecret()}`;
  await inTransaction(access.db, async (tx) => {
    const link = { purpose: purposeOf(operator), hash: secretHash(code), created_at: now, expires_at: now + VALID_MS };
    await replaceLink(tx, link);
    await writeAudit(tx, { actor: BY_COMMAND, action: "operator.rescue", subject: operator.id }, now);
  });
  return code;
}

/** Whether what was typed as a password has the form of a rescue code. */
export function isRescueCode(typed: string): boolean {
  return typed.startsWith(PREFIX);
}

/** The operator whose code this is, which is used up by it; null when it is wrong, used, or too old. */
export async function takeRescueCode(
  access: Access,
  email: string,
  code: string,
  now: Instant,
): Promise<Operator | null> {
  const operator = await findOperator(access, email);
  if (!operator) return null;
  return inTransaction(access.db, async (tx) => {
    const link = await readLink(tx, purposeOf(operator));
    if (!link || now >= link.expires_at || !isSameHash(link.hash, secretHash(code))) return null;
    return (await takeLink(tx, link)) ? operator : null;
  });
}

function purposeOf(operator: Operator): string {
  return `rescue:${operator.id}`;
}
