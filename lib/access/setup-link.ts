import { type Actor, SYSTEM } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newSecret } from "#lib/domain/ids.ts";
import { DAY, type Instant } from "#lib/domain/instant.ts";
import type { Database } from "#lib/store/database.ts";
import { inExclusiveTransaction } from "#lib/store/exclusive.ts";
import { readLink, replaceLink, takeLink } from "#lib/store/one-time-links.ts";
import type { Row } from "#lib/store/schema.ts";
import type { Access } from "./auth.ts";
import { countOperators, insertOperator, type NewOperator, type Operator, prepareOperator } from "./operators.ts";
import { isSameHash, secretHash } from "./secrets.ts";

const PURPOSE = "first-operator";
const VALID_MS = DAY;
const SET_UP_LOCK = 7_366_202;

const BY_LINK: Actor = { ...SYSTEM, id: "set-up-link", name: "Set-up link" };

/** Makes the link by which the first operator is made: valid once, for 24 hours, and instead of any former one. @returns its token, which is stored nowhere. */
export async function makeSetupLink(db: Database, now: Instant): Promise<string> {
  const token = newSecret();
  await replaceLink(db, {
    purpose: PURPOSE,
    hash: secretHash(token),
    created_at: now,
    expires_at: now + VALID_MS,
  });
  return token;
}

/** Whether a first operator could be made with this token just now. Uses nothing up. */
export async function isSetupLinkOpen(db: Database, token: string, now: Instant): Promise<boolean> {
  const link = await readLink(db, PURPOSE);
  return isThisLink(link, token, now) && (await countOperators(db)) === 0;
}

/**
 * Makes the first operator, an admin, and uses the link up with it, both or neither.
 *
 * @throws {DomainError} `forbidden` when the link is wrong, used, too old, or an
 *   operator exists; `invalid` with the fields that are wrong, which uses nothing up.
 */
export async function redeemSetupLink(
  access: Access,
  token: string,
  input: Omit<NewOperator, "role">,
  now: Instant,
): Promise<Operator> {
  // Guessing costs a look-up, not the time of hashing a password.
  if (!(await isSetupLinkOpen(access.db, token, now))) throw closed();
  const prepared = await prepareOperator(access, { ...input, role: "admin" });
  return inExclusiveTransaction(access.db, SET_UP_LOCK, async (tx) => {
    const inside = { ...access, db: tx };
    const link = await readLink(tx, PURPOSE);
    if (!isThisLink(link, token, now) || (await countOperators(tx)) > 0) throw closed();
    if (!(await takeLink(tx, link))) throw closed();
    return insertOperator(inside, prepared, BY_LINK, now);
  });
}

function isThisLink(link: Row<"one_time_link"> | undefined, token: string, now: Instant): link is Row<"one_time_link"> {
  return link !== undefined && isSameHash(link.hash, secretHash(token)) && now < link.expires_at;
}

function closed(): DomainError {
  return new DomainError(
    "forbidden",
    "This set-up link is used up or too old. While there is no operator yet, every start of Pulsepage prints a new one.",
  );
}
