import { dependentsOf, type Need } from "#lib/domain/dependency.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";
import { listFollowersToRelease } from "#lib/store/automatic-incidents.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { impactsOf } from "#lib/store/incident-updates.ts";
import { listOpenIncidents, updateIncident } from "#lib/store/incidents.ts";
import { listNeedsNow } from "#lib/store/needs.ts";
import type { Row } from "#lib/store/schema.ts";
import { findMonitor } from "#lib/store/signals.ts";

/** Which component needs which now, as the domain knows it. */
export async function needsNow(tx: Database): Promise<Need[]> {
  return (await listNeedsNow(tx)).map((row) => ({
    componentId: row.component_id,
    needsId: row.needs_id,
    strength: row.strength,
  }));
}

/**
 * The open incident that explains why all of these components fail: it names something each of them cannot work without
 * as out. Null when there is none. One outage is one story (features.md §1 B6).
 */
export async function explainingIncident(
  tx: Database,
  needs: readonly Need[],
  componentIds: readonly string[],
): Promise<string | null> {
  if (componentIds.length === 0 || needs.length === 0) return null;
  for (const incident of await listOpenIncidents(tx)) {
    if (incident.status === "monitoring" || incident.follows_id !== null) continue;
    if (explains(needs, await impactsOf(tx, incident.id), componentIds)) return incident.id;
  }
  return null;
}

/** Drafts of what this incident explains are no longer posted by themselves while it is open. */
export async function takeFollowers(
  tx: Database,
  needs: readonly Need[],
  incident: { id: string; impacts: ReadonlyMap<string, ImpactStatus> },
  now: Instant,
): Promise<void> {
  if (needs.length === 0) return;
  for (const draft of await listOpenIncidents(tx)) {
    if (draft.published_at !== null || draft.monitor_id === null || draft.id === incident.id) continue;
    const own = [...(await impactsOf(tx, draft.id)).keys()];
    if (draft.follows_id !== null || !explains(needs, incident.impacts, own)) continue;
    await updateIncident(tx, draft, { follows_id: incident.id, publish_at: null, updated_at: now });
  }
}

function explains(
  needs: readonly Need[],
  impacts: ReadonlyMap<string, ImpactStatus>,
  componentIds: readonly string[],
): boolean {
  const hard = needs.filter((one) => one.strength === "hard");
  const out = [...impacts].filter(([, status]) => status === "partial_outage" || status === "major_outage");
  const explained = new Set(out.flatMap(([id]) => [...dependentsOf(hard, id)]));
  return componentIds.length > 0 && componentIds.every((id) => explained.has(id));
}

/** What still fails although what it followed from is over, or is being watched, becomes a story of its own. */
export async function releaseFollowers(db: Database, now: Instant): Promise<void> {
  for (const draft of await listFollowersToRelease(db)) await inTransaction(db, (tx) => release(tx, draft, now));
}

async function release(tx: Database, draft: Row<"incident">, now: Instant): Promise<void> {
  const monitor = draft.monitor_id === null ? undefined : await findMonitor(tx, draft.monitor_id);
  const isPosted = monitor?.auto_publish === 1;
  const publishAt = isPosted ? now + monitor.notify_after_ms : null;
  await updateIncident(tx, draft, { follows_id: null, publish_at: publishAt, updated_at: now });
}
