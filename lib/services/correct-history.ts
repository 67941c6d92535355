import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";
import { cleanTitle } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { findComponent } from "#lib/store/components.ts";
import { findCorrection, insertCorrection, withdrawCorrection } from "#lib/store/corrections.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { bumpVersion } from "#lib/store/state-version.ts";

export type NewCorrection = {
  /** By slug or id. */
  component: string;
  status: ImpactStatus;
  startedAt: Instant;
  endedAt: Instant;
  /** Public: what was recorded wrongly, and why. */
  reason: string;
};

/**
 * Says what a component really was during a stretch of the past. What was recorded stays recorded; figures follow the
 * correction, which the component's page names with its reason.
 *
 * @returns its id.
 * @throws {DomainError} `forbidden`; `not_found`; `invalid`.
 */
export async function correctHistory(db: Database, actor: Actor, input: NewCorrection, now: Instant): Promise<string> {
  requireRole(actor, "maintainer");
  const reason = cleanTitle(input.reason);
  if (input.endedAt <= input.startedAt || input.endedAt > now) {
    const message = "A correction is of the past: it ends after it starts, and not after now.";
    throw new DomainError("invalid", message, { fields: [{ path: "ended_at", message }] });
  }
  return inTransaction(db, async (tx) => {
    const component = await findComponent(tx, input.component);
    if (!component) throw new DomainError("not_found", "There is no such component.");
    const id = newId();
    await insertCorrection(tx, {
      id,
      component_id: component.id,
      status: input.status,
      started_at: input.startedAt,
      ended_at: input.endedAt,
      reason,
      author: actor.name,
      created_at: now,
      withdrawn_at: null,
    });
    await writeAudit(tx, { actor, action: "history.correct", subject: component.id, detail: { id, reason } }, now);
    await bumpVersion(tx, now);
    return id;
  });
}

/** Takes a correction back; it stays on the page as withdrawn. @throws {DomainError} `forbidden`; `not_found`; `conflict`. */
export async function withdrawHistoryCorrection(
  db: Database,
  actor: Actor,
  input: { id: string; component: string },
  now: Instant,
): Promise<void> {
  requireRole(actor, "maintainer");
  await inTransaction(db, async (tx) => {
    const [correction, component] = await Promise.all([
      findCorrection(tx, input.id),
      findComponent(tx, input.component),
    ]);
    if (!correction || correction.component_id !== component?.id)
      throw new DomainError("not_found", "There is no such correction.");
    if (!(await withdrawCorrection(tx, correction.id, now)))
      throw new DomainError("conflict", "This correction was withdrawn before.");
    await writeAudit(
      tx,
      { actor, action: "history.withdraw", subject: correction.component_id, detail: { id: correction.id } },
      now,
    );
    await bumpVersion(tx, now);
  });
}
