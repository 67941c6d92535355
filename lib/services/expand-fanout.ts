import type { Instant } from "#lib/domain/instant.ts";
import { groupsOf } from "#lib/store/components.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import {
  type Audience,
  insertMessages,
  moveCursor,
  nextBatch,
  type OpenFanout,
  takeOpenFanout,
} from "#lib/store/fanout.ts";
import { updatesOf } from "#lib/store/incident-updates.ts";
import { findIncident } from "#lib/store/incidents.ts";
import { findNotice } from "#lib/store/maintenance-notices.ts";
import { findMaintenance } from "#lib/store/maintenances.ts";
import { holdBack } from "./hold-back.ts";
import { worstImpact } from "./snapshot-incident.ts";

const BATCH = 1_000;

/**
 * Turns the next batch of one owed update or notice into messages, in one transaction with the place it has come to.
 *
 * Told are active subscribers who follow everything, a component it names so far, a group of one, or the incident
 * itself, and who want events of this kind and gravity. What ends a story goes only to those whom an earlier part of
 * it went to: nobody hears of a recovery from what they never heard of.
 *
 * @returns false when nothing is owed (or others are at it): then there is no need to call again at once.
 */
export async function expandFanout(db: Database, now: Instant): Promise<boolean> {
  // A look that takes no lock: most of the time nothing is owed.
  if (!(await takeOpenFanout(db, now))) return false;
  return inTransaction(db, async (tx) => {
    const fanout = await takeOpenFanout(tx, now);
    if (!fanout) return false;
    const told = fanout.incident_id === null ? await maintenanceTold(tx, fanout) : await incidentTold(tx, fanout);
    const batch = told ? await nextBatch(tx, fanout.cursor, BATCH) : { last: null, isLast: true };
    if (told && batch.last !== null) {
      await insertMessages(tx, fanout, told, batch.last, now);
      await holdBack(tx, { ...fanout, last: batch.last, isCritical: told.impact === "critical" }, now);
    }
    await moveCursor(tx, fanout, batch, now);
    return true;
  });
}

/** Null when the incident has been taken back. */
async function incidentTold(tx: Database, fanout: OpenFanout): Promise<Audience | null> {
  const incidentId = fanout.incident_id as string;
  const incident = await findIncident(tx, incidentId);
  const all = await updatesOf(tx, [incidentId]);
  // A postmortem is of all of it.
  const update = fanout.event === "postmortem" ? all.at(-1) : all.find((one) => one.id === fanout.update_id);
  if (!incident || !update) return null;
  const soFar = all.filter((one) => one.seq <= update.seq);
  const componentIds = [...new Set(soFar.flatMap((one) => one.impacts.map((impact) => impact.component_id)))];
  return {
    event: fanout.event,
    impact: worstImpact(incident, soFar),
    componentIds,
    groupIds: await groupsOf(tx, componentIds),
    onlyToldBefore: update.status === "resolved" && fanout.event === "incident",
  };
}

/** Null when the maintenance is not there any more. */
async function maintenanceTold(tx: Database, fanout: OpenFanout): Promise<Audience | null> {
  const notice = await findNotice(tx, fanout.notice_id as string);
  const window = await findMaintenance(tx, fanout.maintenance_id as string);
  if (!notice || !window) return null;
  const componentIds = window.components.map((one) => one.componentId);
  return {
    event: fanout.event,
    impact: null,
    componentIds,
    groupIds: await groupsOf(tx, componentIds),
    onlyToldBefore: notice.stage === "completed" || notice.stage === "cancelled",
  };
}
