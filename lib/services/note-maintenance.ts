import type { Actor } from "#lib/domain/actor.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { MaintenanceStage } from "#lib/domain/maintenance.ts";
import type { Database } from "#lib/store/database.ts";
import { insertChange } from "#lib/store/maintenances.ts";
import { tellMaintenance } from "./tell-maintenance.ts";

/** What happened to a window. */
export type MaintenanceNews = {
  window: { id: string; title: string; body: string; startsAt: Instant; endsAt: Instant };
  stage: MaintenanceStage;
  /** When it was to begin and end before; only of `changed`. */
  was?: { startsAt: Instant; endsAt: Instant };
  /** Whether subscribers are told. */
  notify: boolean;
  actor: Actor;
};

/**
 * Writes down what happened to a window, for its page. The one place through which every change of planned work goes:
 * what subscribers are to hear of it is owed here, in the same transaction.
 */
export async function noteMaintenance(tx: Database, news: MaintenanceNews, now: Instant): Promise<void> {
  const { window, stage, was, actor } = news;
  if (news.notify) await tellMaintenance(tx, window, stage, now);
  await insertChange(tx, {
    id: newId(),
    maintenance_id: window.id,
    stage,
    at: now,
    author: actor.name,
    was_starts_at: was?.startsAt ?? null,
    was_ends_at: was?.endsAt ?? null,
    starts_at: window.startsAt,
    ends_at: window.endsAt,
  });
}
