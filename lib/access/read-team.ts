import { type Actor, requireRole } from "#lib/domain/actor.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { listAudit } from "#lib/store/audit.ts";
import { listInvitations } from "#lib/store/invitations.ts";
import type { Row } from "#lib/store/schema.ts";
import { listTokens } from "#lib/store/tokens.ts";
import type { Access } from "./auth.ts";
import { listTeam, type TeamMember } from "./team.ts";

/** Who may do what here. */
export type Team = { members: TeamMember[]; invitations: Row<"invitation">[]; tokens: Row<"token">[] };

/** Operators, open invitations and live tokens. @throws {DomainError} `forbidden` for anybody but admins. */
export async function readTeam(access: Access, by: Actor, now: Instant): Promise<Team> {
  requireRole(by, "admin");
  const [members, invitations, tokens] = await Promise.all([
    listTeam(access),
    listInvitations(access.db, now),
    listTokens(access.db),
  ]);
  return { members, invitations, tokens };
}

/**
 * The newest entries of the audit before `before` (all when null), the newest first,
 * and what those who acted are called, by how the entries name them.
 *
 * @throws {DomainError} `forbidden` for anybody but admins.
 */
export async function readAudit(
  access: Access,
  by: Actor,
  before: number | null,
  limit: number,
): Promise<{ entries: Row<"audit">[]; names: Map<string, string> }> {
  requireRole(by, "admin");
  const [entries, members, tokens] = await Promise.all([
    listAudit(access.db, before, limit),
    listTeam(access),
    listTokens(access.db),
  ]);
  const names = new Map<string, string>([
    ...members.map((one) => [`operator:${one.id}`, one.name] as const),
    ...tokens.map((one) => [`token:${one.id}`, `token “${one.name}”`] as const),
  ]);
  return { entries, names };
}
