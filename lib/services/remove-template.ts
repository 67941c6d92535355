import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { deleteTemplate } from "#lib/store/templates.ts";

/** Forgets a template; what was written with it stays. @throws {DomainError} `forbidden`; `not_found`. */
export async function removeTemplate(db: Database, actor: Actor, id: string, now: Instant): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    if (!(await deleteTemplate(tx, id))) throw new DomainError("not_found", "There is no such template.");
    await writeAudit(tx, { actor, action: "template.remove", subject: id }, now);
  });
}
