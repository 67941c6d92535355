import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";

/** What is remembered of a monitor's target over restarts of ours, as JSON. */
export type MemoryKind = "fingerprint" | "backups";

/** What was remembered; null when nothing was. */
export async function readTargetMemory(db: Database, monitorId: string, kind: MemoryKind): Promise<unknown> {
  const row = await db
    .selectFrom("target_memory")
    .select("content")
    .where("monitor_id", "=", monitorId)
    .where("kind", "=", kind)
    .executeTakeFirst();
  return row ? JSON.parse(row.content) : null;
}

export async function writeTargetMemory(
  tx: Database,
  monitorId: string,
  kind: MemoryKind,
  content: unknown,
  now: Instant,
): Promise<void> {
  const change = { content: JSON.stringify(content), updated_at: now };
  await tx
    .insertInto("target_memory")
    .values({ monitor_id: monitorId, kind, ...change })
    .onConflict((conflict) => conflict.columns(["monitor_id", "kind"]).doUpdateSet(change))
    .execute();
}
