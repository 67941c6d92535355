import { type Actor, isRole, type Role, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newId, newSecret } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { findLiveToken, insertToken, revokeToken, touchToken } from "#lib/store/tokens.ts";
import { isSameSecret, secretHash } from "./secrets.ts";

const PREFIX = "pp_";
const SHOWN = 8;
const NAME_MAX = 100;

/**
 * Makes an API token. Its text is returned once and stored nowhere.
 *
 * @param input.expiresAt when it stops working; null: never.
 * @throws {DomainError} `forbidden` for anybody but admins; `invalid` when the name is empty or too long, or it would have expired.
 */
export async function createToken(
  db: Database,
  by: Actor,
  input: { name: string; role: Role; expiresAt?: Instant | null },
  now: Instant,
): Promise<string> {
  requireRole(by, "admin");
  const name = input.name.trim();
  if (name === "" || name.length > NAME_MAX) {
    const message = `Give the token a name of up to ${NAME_MAX} characters: what is it for?`;
    throw new DomainError("invalid", message, { fields: [{ path: "name", message }] });
  }
  const expiresAt = input.expiresAt ?? null;
  if (expiresAt !== null && expiresAt <= now) throw new DomainError("invalid", "Give a time that is yet to come.");
  const text = `${PREFIX}${newSecret()}`;
  const id = newId();
  await inTransaction(db, async (tx) => {
    await insertToken(tx, {
      id,
      name,
      role: input.role,
      hash: secretHash(text),
      prefix: text.slice(0, SHOWN),
      created_at: now,
      expires_at: expiresAt,
      last_used_at: null,
      revoked_at: null,
    });
    await writeAudit(tx, { actor: by, action: "token.create", subject: id, detail: { name, role: input.role } }, now);
  });
  return text;
}

/** Makes a token worthless, at once. One that is revoked already stays so. */
export async function withdrawToken(db: Database, by: Actor, id: string, now: Instant): Promise<void> {
  requireRole(by, "admin");
  await inTransaction(db, async (tx) => {
    if (await revokeToken(tx, id, now)) await writeAudit(tx, { actor: by, action: "token.revoke", subject: id }, now);
  });
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
