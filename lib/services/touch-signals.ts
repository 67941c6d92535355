import type { Signal } from "#lib/domain/damping.ts";
import type { Observation } from "#lib/domain/observation.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { readSignal, writeSignal } from "#lib/store/signals.ts";

/**
 * Notes for many monitors at once that they still see what they saw: keeps the
 * evidence fresh and the probes' memory safe. Changes nothing public.
 */
export async function touchSignals(
  db: Database,
  seen: readonly { monitorId: string; signal: Signal; observation: Observation }[],
): Promise<void> {
  if (seen.length === 0) return;
  await inTransaction(db, async (tx) => {
    for (const { monitorId, signal, observation } of seen) {
      const before = await readSignal(tx, monitorId);
      if (!before || before.observed_at > observation.at) continue;
      await writeSignal(tx, {
        ...before,
        signal: JSON.stringify(signal),
        memory: observation.memory ? JSON.stringify(observation.memory) : before.memory,
        facts: JSON.stringify(observation.facts),
        latency_ms: observation.latencyMs === null ? null : Math.round(observation.latencyMs),
        observed_at: observation.at,
        diagnoses: JSON.stringify(observation.diagnoses ?? []),
        expected_at: observation.expected?.at ?? null,
        expected_basis: observation.expected?.basis ?? null,
      });
    }
  });
}
