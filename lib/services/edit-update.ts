import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { cleanBody } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { changeUpdateBody, findUpdate } from "#lib/store/incident-updates.ts";
import { bumpVersion } from "#lib/store/state-version.ts";

/**
 * Changes the words of a posted update. What it said before stays and is shown beside it; nobody is notified, for they
 * were told the former words.
 *
 * @throws {DomainError} `forbidden`; `not_found`; `invalid`.
 */
export async function editUpdate(
  db: Database,
  actor: Actor,
  input: { incidentId: string; updateId: string; body: string },
  now: Instant,
): Promise<void> {
  requireRole(actor, "publisher");
  const body = cleanBody(input.body);
  await inTransaction(db, async (tx) => {
    const update = await findUpdate(tx, input.updateId);
    if (!update || update.incident_id !== input.incidentId)
      throw new DomainError("not_found", "There is no such update.");
    if (update.body === body) return;
    const edit = { id: newId(), update_id: update.id, was_body: update.body, at: now, author: actor.name };
    await changeUpdateBody(tx, edit, body);
    await writeAudit(tx, { actor, action: "incident.update.edit", subject: update.incident_id }, now);
    await bumpVersion(tx, now);
  });
}
