import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { type UpdateWithImpacts, updatesOf } from "#lib/store/incident-updates.ts";
import { findIncident, updateIncident } from "#lib/store/incidents.ts";
import { deleteIntervals } from "#lib/store/intervals.ts";
import type { Row } from "#lib/store/schema.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { deleteUnsentFanout, deleteUpdate, undoIntervals } from "#lib/store/taken-back.ts";

/**
 * Takes the newest update of an incident back before anybody was told of it (UNDO_SECONDS): its status, expectation and
 * components are again as before, and an incident that had nothing else is gone from the page. A title given with it
 * stays, and what a person has taken over from the automatic checks stays theirs.
 *
 * @throws {DomainError} `forbidden`; `not_found`; `conflict` when it has gone out, or something was posted after it.
 */
export async function takeBack(
  db: Database,
  actor: Actor,
  input: { incidentId: string; updateId: string },
  now: Instant,
): Promise<{ isGone: boolean }> {
  requireRole(actor, "publisher");
  return inTransaction(db, async (tx) => {
    const incident = await findIncident(tx, input.incidentId);
    const all = await updatesOf(tx, [input.incidentId]);
    const update = all.at(-1);
    if (!incident || !all.some((one) => one.id === input.updateId)) {
      throw new DomainError("not_found", "There is no such update any more.");
    }
    if (!update || update.id !== input.updateId) {
      throw new DomainError("conflict", "Something was posted after it. Post another update instead.");
    }
    if (!(await deleteUnsentFanout(tx, update.id, now))) {
      throw new DomainError("conflict", "It has gone out already. Post another update instead.");
    }
    const before = all.at(-2);
    if (before) {
      await updateIncident(tx, incident, asBefore(incident, all, now));
      await undoIntervals(tx, incident.id, update.happened_at);
      await deleteUpdate(tx, update.id);
    } else {
      await updateIncident(tx, incident, { discarded_at: now, updated_at: now });
      await deleteIntervals(tx, incident.id);
    }
    const detail = { status: update.status, body: update.body };
    await writeAudit(tx, { actor, action: "incident.take-back", subject: incident.id, detail }, now);
    await bumpVersion(tx, now);
    return { isGone: before === undefined };
  });
}

/** The incident as its updates but the newest make it. What that one published is a draft again. */
function asBefore(
  incident: Row<"incident">,
  all: readonly UpdateWithImpacts[],
  now: Instant,
): Partial<Row<"incident">> {
  const [newest, before] = [all.at(-1), all.at(-2)];
  const watched = all.slice(0, -1).find((one) => one.status === "monitoring");
  return {
    status: before?.status ?? incident.status,
    expected_at: before?.expected_at ?? null,
    expected_basis: before?.expected_basis ?? null,
    monitoring_at: watched?.posted_at ?? null,
    resolved_at: before?.status === "resolved" ? before.posted_at : null,
    published_at: incident.published_at === newest?.posted_at ? null : incident.published_at,
    updated_at: now,
  };
}
