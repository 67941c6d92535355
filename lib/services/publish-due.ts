import { SYSTEM } from "#lib/domain/actor.ts";
import type { Signal } from "#lib/domain/damping.ts";
import type { Diagnosis } from "#lib/domain/diagnosis.ts";
import { formatDuration } from "#lib/domain/duration.ts";
import { newId } from "#lib/domain/ids.ts";
import { type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { isCoveredByPerson, listDueDrafts, listDueResolutions } from "#lib/store/automatic-incidents.ts";
import { listComponents } from "#lib/store/components.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { insertFanout } from "#lib/store/fanout.ts";
import { impactsOf, stampUpdates, updatesOf } from "#lib/store/incident-updates.ts";
import { updateIncident } from "#lib/store/incidents.ts";
import type { Row } from "#lib/store/schema.ts";
import { readSignal } from "#lib/store/signals.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { addUpdate } from "./add-update.ts";
import { releaseFollowers } from "./follow-need.ts";

/** So often what keeps a recovery from being announced is looked at again, and so long it may. */
const LOOK_AGAIN_MS = 5 * SECOND;
const HELD_AT_MOST_MS = 30 * MINUTE;

/**
 * Makes public what has waited long enough, and resolves what has stayed well.
 * Called by the worker's clock; each incident in a transaction of its own.
 */
export async function publishDue(db: Database, now: Instant): Promise<void> {
  await releaseFollowers(db, now);
  for (const draft of await listDueDrafts(db, now)) {
    await inTransaction(db, async (tx) => {
      const named = [...(await impactsOf(tx, draft.id)).keys()];
      // A person posted on the same components since: one story is enough.
      if (await isCoveredByPerson(tx, named, draft.id))
        await updateIncident(tx, draft, { publish_at: null, updated_at: now });
      else if (await publishDraft(tx, draft, now)) await bumpVersion(tx, now);
    });
  }
  for (const incident of await listDueResolutions(db, now)) {
    await inTransaction(db, async (tx) => {
      if (await isHeld(tx, incident, now))
        await updateIncident(tx, incident, { resolve_at: now + LOOK_AGAIN_MS, updated_at: now });
      else if (await resolve(tx, incident, now)) await bumpVersion(tx, now);
    });
  }
}

/** Makes a monitor's draft public and owes it to subscribers. @returns false when it changed meanwhile. */
export async function publishDraft(
  tx: Database,
  draft: Pick<Row<"incident">, "id" | "version">,
  now: Instant,
): Promise<boolean> {
  if (!(await updateIncident(tx, draft, { published_at: now, publish_at: null, updated_at: now }))) return false;
  const [first] = await updatesOf(tx, [draft.id]);
  if (!first) return false;
  await stampUpdates(tx, draft.id, now, now);
  const owed = { id: newId(), event: "incident", incidentId: draft.id, updateId: first.id, notBefore: now } as const;
  await insertFanout(tx, owed, now);
  await writeAudit(tx, { actor: SYSTEM, action: "incident.publish", subject: draft.id }, now);
  return true;
}

/** Whether something still keeps the recovery from being announced: replicas catch up, a backlog drains. */
async function isHeld(tx: Database, incident: Row<"incident">, now: Instant): Promise<boolean> {
  const row = incident.monitor_id === null ? undefined : await readSignal(tx, incident.monitor_id);
  if (!row || now - (incident.monitoring_at ?? now) > HELD_AT_MOST_MS) return false;
  return (JSON.parse(row.diagnoses) as Diagnosis[]).some((one) => one.holdsRecovery);
}

async function resolve(tx: Database, incident: Row<"incident">, now: Instant): Promise<boolean> {
  const impacts = await impactsOf(tx, incident.id);
  const components = (await listComponents(tx)).filter((component) => impacts.has(component.id));
  const recoveredAt = await wellSince(tx, incident, now);
  const change = { status: "resolved", resolve_at: null, resolved_at: now, updated_at: now } as const;
  if (!(await updateIncident(tx, incident, change))) return false;
  const names = components.map((component) => component.name).join(", ");
  // Told quietly when a person has an open incident on the same components: theirs ends the story.
  const isTheirs = await isCoveredByPerson(tx, [...impacts.keys()], incident.id);
  await addUpdate(
    tx,
    incident.id,
    {
      status: "resolved",
      body: `${names} ${components.length === 1 ? "works" : "work"} again. Our automatic checks have passed since. It lasted ${formatDuration(recoveredAt - incident.started_at)}.`,
      impacts: components.map((component) => ({ component, status: "operational" })),
      expectedAt: null,
      happenedAt: recoveredAt,
      notify: !isTheirs,
      countsImpacts: false,
      actor: SYSTEM,
    },
    now,
  );
  await writeAudit(tx, { actor: SYSTEM, action: "incident.resolve", subject: incident.id }, now);
  return true;
}

/** When the monitor saw its target well again. */
async function wellSince(tx: Database, incident: Row<"incident">, now: Instant): Promise<Instant> {
  const row = incident.monitor_id === null ? undefined : await readSignal(tx, incident.monitor_id);
  const signal = row ? (JSON.parse(row.signal) as Signal) : null;
  return signal?.status === "operational" ? signal.since : now;
}
