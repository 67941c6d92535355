import type { MaintenanceStatus } from "#lib/domain/maintenance.ts";
import type { SnapshotMaintenance } from "#lib/domain/snapshot.ts";
import type { EffectiveStatus } from "#lib/domain/status.ts";
import { hrefIn } from "./address.ts";
import { StatusMark } from "./status-mark.tsx";
import { claimed, type View } from "./view.ts";
import { Written, writtenIn } from "./written.tsx";

/** Planned work under way and to come: what, when, which components. */
export function Planned({ maintenances, view }: { maintenances: readonly SnapshotMaintenance[]; view: View }) {
  return (
    <ul className="card rows">
      {maintenances.map((window) => (
        <li key={window.id}>
          <div>
            <a href={hrefIn(view, `/maintenance/${window.id}`)}>
              <Written text={window.title} view={view} />
            </a>{" "}
            {window.components.length > 0 && (
              <small>{window.components.map((one) => writtenIn(view, one)).join(", ")}</small>
            )}
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
function whenOf(window: SnapshotMaintenance, { words, timeZone, at }: View): string {
  if (window.status === "in_progress")
    return words.say("page.planUntil", { at: words.moment(window.endsAt, timeZone, at) });
  return words.window(window.startsAt, window.endsAt, timeZone, at);
}

/** Where a window stands, in the words of readers. */
export function workWord(status: MaintenanceStatus, { words }: View): string {
  return words.say(`work.${status === "draft" ? "scheduled" : status}`);
}

/** The status that colours a window of planned work. */
export function workStatus(status: MaintenanceStatus, view: View): EffectiveStatus {
  if (status === "cancelled") return "unknown";
  return claimed(status === "completed" ? "operational" : "under_maintenance", view);
}

/** Where a window stands, in the words of readers. */
export function WorkMark({ status, view }: { status: MaintenanceStatus; view: View }) {
  return <StatusMark status={workStatus(status, view)} word={workWord(status, view)} />;
}
