import { type Actor, isRole, type Role } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newId, newSecret } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "#lib/store/database.ts";
import { findLiveToken, insertToken, touchToken } from "#lib/store/tokens.ts";
import { isSameSecret, secretHash } from "./secrets.ts";

const PREFIX = "pp_";
const SHOWN = 8;
const NAME_MAX = 100;

/**
 * Makes an API token. Its text is returned once and stored nowhere.
 *
 * @throws {DomainError} `invalid` when the name is empty or too long.
 */
export async function createToken(db: Database, input: { name: string; role: Role }, now: Instant): Promise<string> {
  const name = input.name.trim();
  if (name === "" || name.length > NAME_MAX) {
    const message = `Give the token a name of up to ${NAME_MAX} characters: what is it for?`;
    throw new DomainError("invalid", message, { fields: [{ path: "name", message }] });
  }
  const text = `${PREFIX}${newSecret()}`;
  await insertToken(db, {
    id: newId(),
    name,
    role: input.role,
    hash: secretHash(text),
    prefix: text.slice(0, SHOWN),
    created_at: now,
    expires_at: null,
    last_used_at: null,
    revoked_at: null,
  });
  return text;
}

/**
 * Who asks with this bearer token; null when it is no live token of ours.
 *
 * @param adminToken the one given by the environment; null when none is.
 */
export async function actorForToken(
  db: Database,
  bearer: string,
  adminToken: string | null,
  now: Instant,
): Promise<Actor | null> {
  if (adminToken !== null && isSameSecret(bearer, adminToken)) {
    return { kind: "token", id: "ADMIN_TOKEN", name: "ADMIN_TOKEN", role: "admin" };
  }
  if (!bearer.startsWith(PREFIX)) return null;
  const token = await findLiveToken(db, secretHash(bearer), now);
  if (!token || !isRole(token.role)) return null;
  await touchToken(db, token, now);
  return { kind: "token", id: token.id, name: token.name, role: token.role };
}
