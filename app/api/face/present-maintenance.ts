import type { Instant } from "#lib/domain/instant.ts";
import { maintenanceStatus } from "#lib/domain/maintenance.ts";
import type { MaintenanceWithComponents } from "#lib/store/maintenances.ts";
import { moment } from "./present.ts";

/** A window of planned work as the API answers it. */
export function presentMaintenance(
  window: MaintenanceWithComponents,
  slugs: Map<string, string>,
  publicUrl: string,
  now: Instant,
): object {
  const times = {
    startsAt: window.starts_at,
    endsAt: window.ends_at,
    publishedAt: window.published_at,
    cancelledAt: window.cancelled_at,
    completedAt: window.completed_at,
  };
  return {
    id: window.id,
    title: window.title,
    body: window.body,
    status: maintenanceStatus(times, now),
    components: window.components.map((one) => slugs.get(one.componentId) ?? one.componentId),
    starts_at: moment(window.starts_at),
    ends_at: moment(window.ends_at),
    created_at: moment(window.created_at),
    updated_at: moment(window.updated_at),
    url: `${publicUrl}/maintenance/${window.id}`,
  };
}
