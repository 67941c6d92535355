import type { Instant } from "#lib/domain/instant.ts";
import { addRollUp, emptyRollUp, KEPT_MS, type RollUp, startOfStep } from "#lib/domain/samples.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { deleteSamplesBefore, readSample, type SampleKey, writeSample } from "#lib/store/samples.ts";
import { pageOrDefault } from "./read-page.ts";

/** What was measured since it was written last. `at`: within the minute it belongs to. */
export type Measured = Pick<SampleKey, "monitorId" | "metric" | "at"> & { rollUp: RollUp };

const STEPS = ["minute", "hour", "day"] as const;

/** Adds measurements to the roll-ups of their minute, hour and day (of the page's zone), in one transaction. */
export async function keepSamples(db: Database, measured: readonly Measured[]): Promise<void> {
  if (measured.length === 0) return;
  await inTransaction(db, async (tx) => {
    const { time_zone } = await pageOrDefault(tx);
    for (const { monitorId, metric, at, rollUp } of measured) {
      for (const step of STEPS) {
        const key = { monitorId, metric, step, at: startOfStep(step, at, time_zone) };
        const sum = (await readSample(tx, key)) ?? emptyRollUp();
        addRollUp(sum, rollUp);
        await writeSample(tx, key, sum);
      }
    }
  });
}

/** Forgets minutes after two days and hours after a hundred; days stay. */
export async function sweepSamples(db: Database, now: Instant): Promise<void> {
  await deleteSamplesBefore(db, "minute", now - KEPT_MS.minute);
  await deleteSamplesBefore(db, "hour", now - KEPT_MS.hour);
}
