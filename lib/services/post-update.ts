import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { type IncidentStatus, mayFollow } from "#lib/domain/incident.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";
import { cleanBody } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { impactsOf } from "#lib/store/incident-updates.ts";
import { findIncident, updateIncident } from "#lib/store/incidents.ts";
import type { Row } from "#lib/store/schema.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { addUpdate } from "./add-update.ts";
import { namedComponents } from "./named-components.ts";
import { keepTranslations, type Translations } from "./translations.ts";

export type PostUpdate = {
  incidentId: string;
  /** The version the writer has read; a newer one means that somebody posted meanwhile. Omitted: the newest is meant. */
  version?: number;
  /** Omitted: stays as it is. */
  status?: IncidentStatus;
  body: string;
  /** By slug or id; components left out keep what they had. */
  components: Readonly<Record<string, ImpactStatus>>;
  /** Omitted: stays as it was; null: not known yet. */
  expectedAt?: Instant | null;
  notify: boolean;
  /** How long nobody is told, so that it can be taken back, in ms; omitted: no time. */
  undoMs?: number;
  /** The same words in other languages. */
  translations?: Translations | undefined;
};

/**
 * Posts an update to an incident. The update and the notices it owes commit
 * together: there is never a published update that nobody will be told about,
 * nor a notice of one that failed.
 *
 * Resolving sets every component it still affects back to operational. From a
 * person's first update on, automation only suggests.
 *
 * @throws {DomainError} `forbidden`; `not_found`; `invalid`; `conflict` when the incident is resolved, or changed meanwhile.
 */
export async function postUpdate(
  db: Database,
  actor: Actor,
  input: PostUpdate,
  now: Instant,
): Promise<{ updateId: string }> {
  requireRole(actor, "publisher");
  const body = cleanBody(input.body);
  return inTransaction(db, async (tx) => {
    const incident = await findIncident(tx, input.incidentId);
    if (!incident) throw new DomainError("not_found", "There is no such incident.");
    const status = input.status ?? incident.status;
    if (!mayFollow({ status: incident.status, resolvedAt: incident.resolved_at }, status, now)) {
      throw new DomainError("conflict", "This incident is resolved. Open a new one.");
    }
    const expectedAt = input.expectedAt === undefined ? incident.expected_at : input.expectedAt;
    const read = { id: incident.id, version: input.version ?? incident.version };
    if (!(await updateIncident(tx, read, changeBy(incident, { status, expectedAt, actor }, now)))) {
      throw new DomainError("conflict", "Someone else posted meanwhile. Read theirs first, then post yours.");
    }
    const impacts = await namedComponents(tx, await withResolved(tx, incident.id, status, input.components));
    const updateId = await addUpdate(
      tx,
      incident.id,
      {
        status,
        body,
        impacts,
        expectedAt,
        happenedAt: now,
        notify: input.notify,
        undoMs: input.undoMs ?? 0,
        countsImpacts: actor.kind !== "system",
        actor,
      },
      now,
    );
    await writeAudit(
      tx,
      { actor, action: "incident.update", subject: incident.id, detail: { status, notify: input.notify } },
      now,
    );
    await keepTranslations(tx, input.translations ?? {}, { body }, now);
    await bumpVersion(tx, now);
    return { updateId };
  });
}

function changeBy(
  incident: Row<"incident">,
  by: { status: IncidentStatus; expectedAt: Instant | null; actor: Actor },
  now: Instant,
): Partial<Row<"incident">> {
  const byPerson = by.actor.kind !== "system";
  return {
    status: by.status,
    expected_at: by.expectedAt,
    ...(by.expectedAt === incident.expected_at ? {} : { expected_basis: null }),
    updated_at: now,
    published_at: incident.published_at ?? now,
    publish_at: null,
    resolve_at: byPerson ? null : incident.resolve_at,
    taken_over_at: byPerson ? (incident.taken_over_at ?? now) : incident.taken_over_at,
    monitoring_at: by.status === "monitoring" ? (incident.monitoring_at ?? now) : incident.monitoring_at,
    resolved_at: by.status === "resolved" ? now : null,
  };
}

async function withResolved(
  tx: Database,
  incidentId: string,
  status: IncidentStatus,
  given: PostUpdate["components"],
): Promise<PostUpdate["components"]> {
  if (status !== "resolved") return given;
  const affected = await impactsOf(tx, incidentId);
  const back = [...affected]
    .filter(([, impact]) => impact !== "operational")
    .map(([id]) => [id, "operational" as const]);
  return Object.fromEntries(back);
}
