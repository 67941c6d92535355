import type {
  Publication,
  PublishedIncident,
  PublishedMaintenance,
  PublishedUpdate,
  WorkStatus,
} from "#lib/domain/publication.ts";
import { stamp, stampOrNull, type Told } from "#lib/publish/told.ts";
import { bodyText, statuspageStatus } from "./common.ts";
import { componentList, type StatuspageComponent } from "./components.ts";

/** An incident as Statuspage tells it; keys in its order. Its components are those of the page as they are now. */
export function incidentOf(incident: PublishedIncident, { publication, publicUrl }: Told) {
  const { id } = incident;
  return {
    id,
    name: incident.title,
    status: incident.status,
    created_at: stamp(incident.createdAt),
    updated_at: stamp(incident.updatedAt),
    monitoring_at: stampOrNull(incident.monitoringAt),
    resolved_at: stampOrNull(incident.resolvedAt),
    impact: incident.impact,
    shortlink: `${publicUrl}/incidents/${id}`,
    started_at: stamp(incident.startedAt),
    page_id: publication.page.id,
    incident_updates: incident.updates.map((update) => updateOf(update, update.status, id, publication)),
    components: liveComponents(incident.componentIds, publication),
    reminder_intervals: null,
  };
}

/** A window of planned work as Statuspage tells it. */
export function maintenanceOf(window: PublishedMaintenance, { publication, publicUrl }: Told) {
  const { id } = window;
  return {
    id,
    name: window.title,
    status: workStatus(window.status),
    created_at: stamp(window.createdAt),
    updated_at: stamp(window.updatedAt),
    monitoring_at: null,
    resolved_at: stampOrNull(window.overAt),
    impact: "maintenance" as const,
    shortlink: `${publicUrl}/incidents/${id}`,
    started_at: stamp(window.createdAt),
    page_id: publication.page.id,
    incident_updates: window.updates.map((update) => updateOf(update, workStatus(update.status), id, publication)),
    components: liveComponents(window.componentIds, publication),
    scheduled_for: stamp(window.startsAt),
    scheduled_until: stamp(window.endsAt),
  };
}

/** Statuspage knows no cancelled work: it is over, and its last update says why. */
function workStatus(status: WorkStatus): Exclude<WorkStatus, "cancelled"> {
  return status === "cancelled" ? "completed" : status;
}

function updateOf<Status extends string>(
  update: PublishedUpdate<string>,
  status: Status,
  incidentId: string,
  publication: Publication,
) {
  return {
    id: update.id,
    status,
    body: bodyText(update.body),
    incident_id: incidentId,
    created_at: stamp(update.postedAt),
    updated_at: stamp(update.changedAt),
    display_at: stamp(update.happenedAt),
    affected_components: affected(update, publication),
    deliver_notifications: update.notified,
    custom_tweet: null,
    tweet_id: null,
  };
}

/** Null, never empty, when the update speaks of no component (compat.md §2.4). */
function affected({ impacts }: PublishedUpdate<string>, { components, groups }: Publication) {
  if (impacts.length === 0) return null;
  return impacts.map((impact) => {
    const groupId = components.find((one) => one.id === impact.componentId)?.groupId;
    const group = groups.find((one) => one.id === groupId);
    return {
      code: impact.componentId,
      name: group ? `${group.name} - ${impact.name}` : impact.name,
      old_status: statuspageStatus(impact.from),
      new_status: statuspageStatus(impact.to),
    };
  });
}

function liveComponents(ids: readonly string[], publication: Publication): StatuspageComponent[] {
  return componentList(publication).filter((one) => !one.group && ids.includes(one.id));
}
