import { type Instant, MINUTE } from "#lib/domain/instant.ts";
import { maintenanceStatus } from "#lib/domain/maintenance.ts";
import { componentSlugs } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { seriesOf } from "#lib/store/maintenance-series.ts";
import type { MaintenanceWithComponents } from "#lib/store/maintenances.ts";
import { moment } from "./present.ts";

/** Windows of planned work as the API answers them. */
export async function presentMaintenances(
  windows: readonly MaintenanceWithComponents[],
  { db, publicUrl, now }: { db: Database; publicUrl: string; now: Instant },
): Promise<object[]> {
  const ids = new Set(windows.flatMap((one) => one.series_id ?? []));
  const [slugs, series] = await Promise.all([componentSlugs(db), seriesOf(db, [...ids])]);
  return windows.map((window) => {
    const slug = (id: string) => slugs.get(id) ?? id;
    const of = series.find((one) => one.id === window.series_id);
    return {
      id: window.id,
      title: window.title,
      body: window.body,
      status: statusOf(window, now),
      components: window.components.map((one) => slug(one.componentId)),
      component_statuses: Object.fromEntries(window.components.map((one) => [slug(one.componentId), one.status])),
      starts_at: moment(window.starts_at),
      ends_at: moment(window.ends_at),
      recurrence: of
        ? { rule: of.rule, time_zone: of.time_zone, series_id: of.id, ended_at: moment(of.ended_at) }
        : null,
      remind_before_minutes: (JSON.parse(window.reminders) as number[]).map((ms) => ms / MINUTE),
      exempt_reason: window.exempt_reason,
      published_at: moment(window.published_at),
      completed_at: moment(window.completed_at),
      cancelled_at: moment(window.cancelled_at),
      created_at: moment(window.created_at),
      updated_at: moment(window.updated_at),
      url: `${publicUrl}/maintenance/${window.id}`,
    };
  });
}

function statusOf(window: MaintenanceWithComponents, now: Instant): string {
  const times = {
    startsAt: window.starts_at,
    endsAt: window.ends_at,
    publishedAt: window.published_at,
    cancelledAt: window.cancelled_at,
    completedAt: window.completed_at,
  };
  return maintenanceStatus(times, now);
}
