import type { Instant } from "#lib/domain/instant.ts";
import type { RollUp } from "#lib/domain/samples.ts";
import type { Database } from "./database.ts";
import type { Row } from "./schema.ts";
import type { SampleMetric, SampleStep } from "./schema-page.ts";

export type SampleKey = { monitorId: string; metric: SampleMetric; step: SampleStep; at: Instant };

/** One roll-up; undefined when nothing was measured then. */
export async function readSample(db: Database, key: SampleKey): Promise<RollUp | undefined> {
  const row = await db
    .selectFrom("sample")
    .selectAll()
    .where("monitor_id", "=", key.monitorId)
    .where("metric", "=", key.metric)
    .where("step", "=", key.step)
    .where("at", "=", key.at)
    .executeTakeFirst();
  return row && rollUpOf(row);
}

export async function writeSample(tx: Database, key: SampleKey, rollUp: RollUp): Promise<void> {
  const { count, sum, max } = rollUp;
  const change = { count, sum, max, buckets: JSON.stringify(rollUp.buckets) };
  await tx
    .insertInto("sample")
    .values({ monitor_id: key.monitorId, metric: key.metric, step: key.step, at: key.at, ...change })
    .onConflict((conflict) => conflict.columns(["monitor_id", "metric", "step", "at"]).doUpdateSet(change))
    .execute();
}

/** The roll-ups of these monitors from `from` on, oldest first. */
export async function samplesSince(
  db: Database,
  of: { monitorIds: readonly string[]; metric: SampleMetric; step: SampleStep },
  from: Instant,
): Promise<{ at: Instant; rollUp: RollUp }[]> {
  if (of.monitorIds.length === 0) return [];
  const rows = await db
    .selectFrom("sample")
    .selectAll()
    .where("monitor_id", "in", of.monitorIds)
    .where("metric", "=", of.metric)
    .where("step", "=", of.step)
    .where("at", ">=", from)
    .orderBy("at")
    .execute();
  return rows.map((row) => ({ at: row.at, rollUp: rollUpOf(row) }));
}

/** Forgets the roll-ups of a step that began before `before`. */
export async function deleteSamplesBefore(db: Database, step: SampleStep, before: Instant): Promise<void> {
  await db.deleteFrom("sample").where("step", "=", step).where("at", "<", before).execute();
}

function rollUpOf({ count, sum, max, buckets }: Row<"sample">): RollUp {
  return { count, sum, max, buckets: JSON.parse(buckets) };
}
