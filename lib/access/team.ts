import { type Actor, isRole, type Role, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { inExclusiveTransaction } from "#lib/store/exclusive.ts";
import { listOperatorRows, type OperatorRow, updateOperatorRow } from "#lib/store/operators.ts";
import type { Access } from "./auth.ts";
import { revokeAllSessions } from "./sessions.ts";

const TEAM_LOCK = 7_366_203;

/** An operator as the team's page shows them. */
export type TeamMember = { id: string; name: string; email: string; role: Role; isDisabled: boolean };

/** Everybody who is or was an operator. */
export async function listTeam(access: Access): Promise<TeamMember[]> {
  return (await listOperatorRows(access.db)).map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    role: roleOf(row),
    isDisabled: row.disabled,
  }));
}

/**
 * Gives an operator another role, keeps them out, or lets them in again.
 * Whoever is kept out is signed out everywhere at once.
 *
 * @throws {DomainError} `forbidden` for anybody but admins; `not_found`; `conflict` when no admin would be left.
 */
export async function changeOperator(
  access: Access,
  by: Actor,
  change: { id: string; role?: Role; isDisabled?: boolean },
  now: Instant,
): Promise<void> {
  requireRole(by, "admin");
  const next = await inExclusiveTransaction(access.db, TEAM_LOCK, async (tx) => {
    const team = await listOperatorRows(tx);
    const member = team.find((one) => one.id === change.id);
    if (!member) throw new DomainError("not_found", "There is no such operator.");
    const after = { role: change.role ?? roleOf(member), disabled: change.isDisabled ?? member.disabled };
    const others = team.filter((one) => one.id !== member.id && !one.disabled && one.role === "admin");
    if (others.length === 0 && (after.disabled || after.role !== "admin"))
      throw new DomainError("conflict", "This is the last admin. Make somebody else an admin first.");
    await updateOperatorRow(tx, member.id, after);
    await writeAudit(tx, { actor: by, action: "operator.change", subject: member.id, detail: after }, now);
    return after;
  });
  if (next.disabled) await revokeAllSessions(access, { kind: "operator", id: change.id, name: "", role: next.role });
}

function roleOf({ role }: OperatorRow): Role {
  return isRole(role) ? role : "viewer";
}
