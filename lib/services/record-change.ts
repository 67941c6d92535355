import { SYSTEM } from "#lib/domain/actor.ts";
import { isFlapping, type Signal, type SignalChange } from "#lib/domain/damping.ts";
import { newId } from "#lib/domain/ids.ts";
import { type Instant, MINUTE, SECOND } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { severity } from "#lib/domain/status.ts";
import { listComponents } from "#lib/store/components.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import {
  deleteUpdates,
  impactsOf,
  insertIncident,
  isCoveredByPerson,
  openIncidentOf,
  updateIncident,
} from "#lib/store/incidents.ts";
import { beginInterval } from "#lib/store/intervals.ts";
import type { Row } from "#lib/store/schema.ts";
import { findMonitor, type MonitorWithComponents, readSignal, writeSignal } from "#lib/store/signals.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { addUpdate } from "./add-update.ts";
import { publishDraft } from "./publish-due.ts";

/** What a found change is called, in the readers' words (lib/diagnosis). */
export type FoundWords = { title: string; body: string };

export type RecordChange = {
  monitorId: string;
  signal: Signal;
  change: SignalChange;
  observation: Observation;
  words: FoundWords;
};

/** The cause that is told even when it follows another one: the target is back, but not with what it held. */
const DATA_LOST = "data.lost";

/** At least this long a target must be well before anyone is told that it recovered. */
const SETTLE_MS = 10 * SECOND;

/**
 * Writes down what a monitor has found, in one transaction: its signal, the
 * stretch of history of each component, the page's new version, and the draft
 * of an incident. The draft goes public, and subscribers are told, once the
 * monitor's `notify_after` has passed and the finding still stands; a recovery
 * before that takes it back and nobody hears of it.
 *
 * Once a person has posted on the matter, nothing is posted automatically.
 */
export async function recordChange(db: Database, input: RecordChange, now: Instant): Promise<void> {
  await inTransaction(db, async (tx) => {
    const monitor = await findMonitor(tx, input.monitorId);
    if (!monitor) return;
    const changes = await writeFinding(tx, input, now);
    for (const componentId of monitor.componentIds) {
      const stretch = {
        component_id: componentId,
        kind: "signal",
        source_id: monitor.id,
        status: input.change.status,
      } as const;
      await beginInterval(tx, stretch, input.change.since, input.change.staleFrom ?? input.change.since);
    }
    if (input.change.status === "operational") await standDown(tx, monitor, isFlapping(changes, now), now);
    else await standUp(tx, monitor, input, now);
    await bumpVersion(tx, now);
  });
}

async function writeFinding(
  tx: Database,
  { monitorId, signal, observation }: RecordChange,
  now: Instant,
): Promise<Instant[]> {
  const before = await readSignal(tx, monitorId);
  // The first look at a target is no change of it.
  const changes = before ? [...(JSON.parse(before.changes) as Instant[]), now].slice(-10) : [];
  await writeSignal(tx, {
    monitor_id: monitorId,
    signal: JSON.stringify(signal),
    memory: JSON.stringify(observation.memory ?? JSON.parse(before?.memory ?? "{}")),
    facts: JSON.stringify(observation.facts),
    latency_ms: observation.latencyMs === null ? null : Math.round(observation.latencyMs),
    observed_at: observation.at,
    changes: JSON.stringify(changes),
    expected_at: observation.expectedAt ?? null,
  });
  return changes;
}

/** The target fails: draft an incident, or carry on with the one that is open. */
async function standUp(tx: Database, monitor: MonitorWithComponents, input: RecordChange, now: Instant): Promise<void> {
  const open = await openIncidentOf(tx, monitor.id);
  if (open && open.published_at !== null) {
    if (open.taken_over_at === null) await goOn(tx, open, monitor, input, now);
    return;
  }
  if (open) {
    // Still a draft: it says what is true now, and is due when it was due.
    await deleteUpdates(tx, open.id);
    await updateIncident(tx, open, {
      title: input.words.title,
      cause: input.change.cause,
      expected_at: input.observation.expectedAt ?? null,
      updated_at: now,
    });
    await addUpdate(tx, open.id, await draftOf(tx, monitor, input), now);
    return;
  }
  const isOurs = await isCoveredByPerson(tx, monitor.componentIds, null);
  const draft = newIncident(monitor, input, isOurs ? null : now + monitor.notify_after_ms, now);
  await insertIncident(tx, draft);
  await addUpdate(tx, draft.id, await draftOf(tx, monitor, input), now);
  if (!isOurs && monitor.notify_after_ms === 0) await publishDraft(tx, draft, now);
}

/** A public incident nobody has taken over: it does not resolve now, and what got worse is told. */
async function goOn(
  tx: Database,
  open: Row<"incident">,
  monitor: MonitorWithComponents,
  input: RecordChange,
  now: Instant,
): Promise<void> {
  const before = await impactsOf(tx, open.id);
  const worst = Math.max(0, ...[...before.values()].map(severity));
  const tellAnew =
    severity(input.change.status) > worst || (input.change.cause === DATA_LOST && open.cause !== DATA_LOST);
  await updateIncident(tx, open, {
    resolve_at: null,
    updated_at: now,
    ...(tellAnew ? { cause: input.change.cause, expected_at: input.observation.expectedAt ?? null } : {}),
  });
  if (tellAnew)
    await addUpdate(
      tx,
      open.id,
      { ...(await draftOf(tx, monitor, input)), notify: true, status: open.status, happenedAt: now },
      now,
    );
}

/** The target is well again: a draft is taken back; a public incident resolves when it has stayed well. */
async function standDown(tx: Database, monitor: MonitorWithComponents, flapping: boolean, now: Instant): Promise<void> {
  const open = await openIncidentOf(tx, monitor.id);
  if (!open) return;
  if (open.published_at === null) {
    await updateIncident(tx, open, { discarded_at: now, publish_at: null, updated_at: now });
  } else if (open.taken_over_at === null) {
    const settleMs = flapping ? MINUTE : Math.max(SETTLE_MS, monitor.notify_after_ms);
    await updateIncident(tx, open, { resolve_at: now + settleMs, updated_at: now });
  }
}

function newIncident(
  monitor: Row<"monitor">,
  input: RecordChange,
  publishAt: Instant | null,
  now: Instant,
): Row<"incident"> {
  return {
    id: newId(),
    title: input.words.title,
    status: "investigating",
    impact_override: null,
    source: "monitor",
    monitor_id: monitor.id,
    cause: input.change.cause,
    version: 1,
    expected_at: input.observation.expectedAt ?? null,
    publish_at: publishAt,
    published_at: null,
    discarded_at: null,
    taken_over_at: null,
    resolve_at: null,
    started_at: input.change.since,
    created_at: now,
    updated_at: now,
    monitoring_at: null,
    resolved_at: null,
  };
}

async function draftOf(tx: Database, monitor: MonitorWithComponents, input: RecordChange) {
  const components = (await listComponents(tx)).filter((component) => monitor.componentIds.includes(component.id));
  return {
    status: "investigating" as const,
    body: input.words.body,
    impacts: components.map((component) => ({ component, status: input.change.status })),
    expectedAt: input.observation.expectedAt ?? null,
    happenedAt: input.change.since,
    notify: false,
    countsImpacts: false,
    actor: SYSTEM,
  };
}
