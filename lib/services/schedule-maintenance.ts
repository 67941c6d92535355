import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { cleanBody, cleanTitle } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { findMaintenance, insertMaintenance, updateMaintenance } from "#lib/store/maintenances.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { namedComponents } from "./named-components.ts";

export type PlannedWork = {
  title: string;
  body: string;
  startsAt: Instant;
  endsAt: Instant /** By slug or id. */;
  components: readonly string[];
};

/** Plans a window of work, shown at once. @throws {DomainError} `forbidden`; `invalid`. */
export async function scheduleMaintenance(
  db: Database,
  actor: Actor,
  input: PlannedWork,
  now: Instant,
): Promise<string> {
  requireRole(actor, "publisher");
  const title = cleanTitle(input.title);
  const body = cleanBody(input.body);
  if (input.endsAt <= input.startsAt) {
    throw new DomainError("invalid", "The work must end after it starts.", {
      fields: [{ path: "ends_at", message: "must be later than starts_at" }],
    });
  }
  return inTransaction(db, async (tx) => {
    const named = await namedComponents(
      tx,
      Object.fromEntries(input.components.map((name) => [name, "operational" as const])),
    );
    const id = newId();
    await insertMaintenance(
      tx,
      {
        id,
        title,
        body,
        starts_at: input.startsAt,
        ends_at: input.endsAt,
        published_at: now,
        cancelled_at: null,
        completed_at: null,
        exempt_reason: null,
        version: 1,
        created_at: now,
        updated_at: now,
      },
      named.map(({ component }) => ({ componentId: component.id, status: "under_maintenance" })),
    );
    await writeAudit(tx, { actor, action: "maintenance.schedule", subject: id, detail: { title } }, now);
    await bumpVersion(tx, now);
    return id;
  });
}

/** Completes, cancels, extends or rewords a window; what is undefined stays. @throws {DomainError} `not_found`; `conflict` when it is over. */
export async function changeMaintenance(
  db: Database,
  actor: Actor,
  input: {
    id: string;
    title?: string | undefined;
    body?: string | undefined;
    endsAt?: Instant | undefined;
    status?: "completed" | "cancelled" | undefined;
  },
  now: Instant,
): Promise<void> {
  requireRole(actor, "publisher");
  await inTransaction(db, async (tx) => {
    const window = await findMaintenance(tx, input.id);
    if (!window) throw new DomainError("not_found", "There is no such maintenance.");
    if (window.completed_at !== null || window.cancelled_at !== null)
      throw new DomainError("conflict", "This maintenance is over.");
    const endsAt = input.endsAt ?? window.ends_at;
    if (endsAt <= window.starts_at)
      throw new DomainError("invalid", "The work must end after it starts.", {
        fields: [{ path: "ends_at", message: "must be later than starts_at" }],
      });
    const change = {
      ...(input.title === undefined ? {} : { title: cleanTitle(input.title) }),
      ...(input.body === undefined ? {} : { body: cleanBody(input.body) }),
      ...(input.status === "completed" ? { completed_at: now } : {}),
      ...(input.status === "cancelled" ? { cancelled_at: now } : {}),
      ends_at: endsAt,
      updated_at: now,
    };
    if (!(await updateMaintenance(tx, window, change)))
      throw new DomainError("conflict", "Someone else changed it meanwhile. Read it again.");
    await writeAudit(tx, { actor, action: `maintenance.${input.status ?? "change"}`, subject: window.id }, now);
    await bumpVersion(tx, now);
  });
}
