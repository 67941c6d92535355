import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { cleanBody } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { insertFanout, isPostmortemOwed } from "#lib/store/fanout.ts";
import { findIncident } from "#lib/store/incidents.ts";
import { findPostmortem, writePostmortemRow } from "#lib/store/postmortems.ts";
import { bumpVersion } from "#lib/store/state-version.ts";

export type PostmortemChange = {
  incidentId: string;
  /** The version the writer has read; omitted: the newest is meant. */
  version?: number | undefined;
  /** Omitted: stays as it is. */
  body?: string | undefined;
  /** Whether readers see it; omitted: as before, and a new one is a draft. */
  published?: boolean | undefined;
};

/**
 * Writes what an incident taught, as a draft or for everybody; taken back, it is a draft again. When it is public for
 * the first time, it is owed to those who asked for postmortems.
 *
 * @throws {DomainError} `forbidden`; `not_found`; `invalid`; `conflict` when the incident goes on, or it was changed meanwhile.
 */
export async function writePostmortem(
  db: Database,
  actor: Actor,
  input: PostmortemChange,
  now: Instant,
): Promise<void> {
  requireRole(actor, "publisher");
  await inTransaction(db, async (tx) => {
    const incident = await findIncident(tx, input.incidentId);
    if (!incident || incident.published_at === null)
      throw new DomainError("not_found", "There is no such incident on the page.");
    const before = await findPostmortem(tx, incident.id);
    if (input.version !== undefined && input.version !== (before?.version ?? 0))
      throw new DomainError("conflict", "Someone else changed it meanwhile. Read theirs first.");
    const isPublic = input.published ?? (before?.published_at ?? null) !== null;
    if (isPublic && incident.resolved_at === null)
      throw new DomainError(
        "conflict",
        "The incident is not resolved yet. Keep the postmortem as a draft until it is.",
      );
    const body = input.body === undefined ? before?.body : cleanBody(input.body);
    if (body === undefined) throw new DomainError("invalid", "Write what happened, why, and what changes.");
    await writePostmortemRow(tx, {
      incident_id: incident.id,
      body,
      author: actor.name,
      version: (before?.version ?? 0) + 1,
      published_at: isPublic ? (before?.published_at ?? now) : null,
      created_at: before?.created_at ?? now,
      updated_at: now,
    });
    if (isPublic && !(await isPostmortemOwed(tx, incident.id))) {
      const owed = { id: newId(), event: "postmortem", postmortemOf: incident.id, notBefore: now } as const;
      await insertFanout(tx, owed, now);
    }
    await writeAudit(
      tx,
      { actor, action: "incident.postmortem", subject: incident.id, detail: { published: isPublic } },
      now,
    );
    await bumpVersion(tx, now);
  });
}
