import { isFlapping, type Signal, type SignalChange } from "#lib/domain/damping.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { impactOn } from "#lib/domain/role.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { beginInterval } from "#lib/store/intervals.ts";
import { findMonitor, readSignal, writeSignal } from "#lib/store/signals.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { type Finding, standDown, standUp } from "./follow-finding.ts";

export type RecordChange = {
  monitorId: string;
  signal: Signal;
  change: SignalChange;
  observation: Observation;
  /** What to say of the components that are affected, by their names. */
  words: Finding["words"];
};

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
        status: impactOn(input.change, monitor.roles[componentId] ?? null) ?? input.change.status,
      } as const;
      await beginInterval(tx, stretch, input.change.since, input.change.staleFrom ?? input.change.since);
    }
    const { change, words, observation } = input;
    if (change.status === "operational")
      await standDown(tx, monitor, { change, flapping: isFlapping(changes, now) }, now);
    else await standUp(tx, monitor, { change, words, expected: observation.expected ?? null }, now);
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
    diagnoses: JSON.stringify(observation.diagnoses ?? []),
    expected_at: observation.expected?.at ?? null,
    expected_basis: observation.expected?.basis ?? null,
  });
  return changes;
}
