import { formatMoment, formatWindow } from "#lib/domain/duration.ts";
import type { MaintenanceStatus } from "#lib/domain/maintenance.ts";
import type { SnapshotMaintenance } from "#lib/domain/snapshot.ts";
import type { EffectiveStatus } from "#lib/domain/status.ts";
import { StatusMark } from "./status-mark.tsx";
import { claimed, type View } from "./view.ts";

/** Planned work under way and to come: what, when, which components. */
export function Planned({ maintenances, view }: { maintenances: readonly SnapshotMaintenance[]; view: View }) {
  return (
    <ul className="card rows">
      {maintenances.map((window) => (
        <li key={window.id}>
          <div>
            <a href={`/maintenance/${window.id}`}>
              <bdi>{window.title}</bdi>
            </a>
            {window.components.length > 0 && <small>{window.components.join(", ")}</small>}
          </div>
          <div className="end">
            {window.status !== "scheduled" && <WorkMark status={window.status} view={view} />}
            <small>{whenOf(window, view)}</small>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** "until 15:00 UTC" once it runs; before, the whole window. */
function whenOf(window: SnapshotMaintenance, view: View): string {
  if (window.status === "in_progress") return `until ${formatMoment(window.endsAt, view.timeZone, view.at)}`;
  return formatWindow(window.startsAt, window.endsAt, view.timeZone, view.at);
}

/** Where a window stands, in the words of readers. */
export const WORK_WORDS: Record<MaintenanceStatus, string> = {
  draft: "Planned",
  scheduled: "Planned",
  in_progress: "In progress",
  verifying: "Finishing",
  completed: "Completed",
  cancelled: "Cancelled",
};

/** The status that colours a window of planned work. */
export function workStatus(status: MaintenanceStatus, view: View): EffectiveStatus {
  if (status === "cancelled") return "unknown";
  return claimed(status === "completed" ? "operational" : "under_maintenance", view);
}

/** Where a window stands, in the words of readers. */
export function WorkMark({ status, view }: { status: MaintenanceStatus; view: View }) {
  return <StatusMark status={workStatus(status, view)} word={WORK_WORDS[status]} />;
}
