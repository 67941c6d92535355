import type { Actor } from "#lib/domain/actor.ts";
import { newId } from "#lib/domain/ids.ts";
import type { IncidentStatus } from "#lib/domain/incident.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";
import type { Database } from "#lib/store/database.ts";
import { insertFanout } from "#lib/store/fanout.ts";
import { impactsOf, insertUpdate, nextSeq } from "#lib/store/incident-updates.ts";
import { beginInterval, endIntervals } from "#lib/store/intervals.ts";
import type { Row } from "#lib/store/schema.ts";

export type NewUpdate = {
  status: IncidentStatus;
  body: string;
  /** Components the update speaks of; those it omits keep what they had. */
  impacts: { component: Row<"component">; status: ImpactStatus }[];
  expectedAt: Instant | null;
  /** What the expectation rests on, when the system gave it. */
  expectedBasis?: string | null;
  happenedAt: Instant;
  notify: boolean;
  /** How long nothing of it goes out, so that it can be taken back, in ms; omitted: no time. */
  undoMs?: number;
  /** Whether the impacts make history of their own. What a monitor found already is history: its own. */
  countsImpacts: boolean;
  actor: Actor;
};

/**
 * Writes one update of an incident, with its impacts, its stretches of history
 * and the one row that owes it to subscribers. Part of a transaction whose
 * caller has checked the right to do so and changed the incident itself.
 */
export async function addUpdate(tx: Database, incidentId: string, update: NewUpdate, now: Instant): Promise<string> {
  const updateId = newId();
  const before = await impactsOf(tx, incidentId);
  await insertUpdate(
    tx,
    {
      id: updateId,
      incident_id: incidentId,
      seq: await nextSeq(tx, incidentId),
      status: update.status,
      body: update.body,
      expected_at: update.expectedAt,
      expected_basis: update.expectedBasis ?? null,
      happened_at: update.happenedAt,
      posted_at: now,
      notified_at: update.notify ? now : null,
      author: update.actor.name,
    },
    update.impacts.map(({ component, status }) => ({
      component_id: component.id,
      component_name: component.name,
      old_status: before.get(component.id) ?? "operational",
      new_status: status,
    })),
  );
  if (update.countsImpacts) await writeHistory(tx, incidentId, update);
  if (update.notify) {
    await insertFanout(
      tx,
      { id: newId(), event: "incident", incidentId, updateId, notBefore: now + (update.undoMs ?? 0) },
      now,
    );
  }
  return updateId;
}

async function writeHistory(tx: Database, incidentId: string, update: NewUpdate): Promise<void> {
  for (const { component, status } of update.impacts) {
    if (status === "operational") await endIntervals(tx, incidentId, update.happenedAt, component.id);
    else {
      const stretch = { component_id: component.id, kind: "incident", source_id: incidentId, status } as const;
      await beginInterval(tx, stretch, update.happenedAt);
    }
  }
  if (update.status === "resolved") await endIntervals(tx, incidentId, update.happenedAt);
}
