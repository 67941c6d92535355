import { formatDuration, formatMoment, formatWindow } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { type MaintenanceStage, type MaintenanceStatus, maintenanceStatus } from "#lib/domain/maintenance.ts";
import type { Row } from "#lib/store/schema.ts";

/** A window as lists draw it. */
export type MaintenanceRowView = { id: string; title: string; status: MaintenanceStatus; facts: string };

export function statusOf(window: Row<"maintenance">, now: Instant): MaintenanceStatus {
  const over = { cancelledAt: window.cancelled_at, completedAt: window.completed_at };
  const times = { startsAt: window.starts_at, endsAt: window.ends_at, publishedAt: window.published_at };
  return maintenanceStatus({ ...times, ...over }, now);
}

export function maintenanceRow(window: Row<"maintenance">, timeZone: string, now: Instant): MaintenanceRowView {
  const status = statusOf(window, now);
  const when = formatWindow(window.starts_at, window.ends_at, timeZone, now);
  const distance: Partial<Record<MaintenanceStatus, string>> = {
    scheduled: `begins in ${formatDuration(window.starts_at - now)}`,
    in_progress: `ends in ${formatDuration(window.ends_at - now)}`,
    verifying: `over its time by ${formatDuration(now - window.ends_at)}`,
  };
  const facts = [when, distance[status], window.series_id === null ? undefined : "comes back"];
  return {
    id: window.id,
    title: window.title,
    status,
    facts: facts.filter((one) => one !== undefined).join(" · "),
  };
}

const STAGES: Record<MaintenanceStage, string> = {
  scheduled: "Planned",
  changed: "Moved",
  reminder: "Reminded",
  started: "Begun",
  overrunning: "Takes longer than planned",
  completed: "Completed",
  cancelled: "Cancelled",
};

/** What happened to a window, newest first. */
export function changeViews(changes: readonly Row<"maintenance_change">[], timeZone: string, now: Instant) {
  return changes.toReversed().map((one) => {
    const to = formatWindow(one.starts_at, one.ends_at, timeZone, now);
    const isMoved = one.was_starts_at !== null && one.was_ends_at !== null;
    const was = isMoved ? formatWindow(one.was_starts_at ?? 0, one.was_ends_at ?? 0, timeZone, now) : null;
    return {
      id: one.id,
      what: STAGES[one.stage],
      detail: was === null ? null : `from ${was} to ${to}`,
      at: formatMoment(one.at, timeZone, now),
      author: one.author,
    };
  });
}
