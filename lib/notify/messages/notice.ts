import { formatMoment } from "#lib/domain/duration.ts";
import type { IncidentStatus } from "#lib/domain/incident.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";
import { pageOrDefault } from "#lib/services/read-page.ts";
import type { Database } from "#lib/store/database.ts";
import { findIncident, updatesOf } from "#lib/store/incidents.ts";

/** One update as it is told: the same for everybody, on every channel. */
export type Notice = {
  pageName: string;
  incidentId: string;
  updateId: string;
  title: string;
  status: IncidentStatus;
  /** Markdown. */
  body: string;
  /** Every component the incident has named so far, as it is by this update. */
  components: { name: string; status: ImpactStatus }[];
  /** "14:30 UTC"; null when it is over or nobody knows. */
  expected: string | null;
  /** The incident's own page. */
  url: string;
};

/** What the update says; null when its incident has been taken back meanwhile. */
export async function readNotice(
  db: Database,
  publicUrl: string,
  incidentId: string,
  updateId: string,
): Promise<Notice | null> {
  const [page, incident, all] = await Promise.all([
    pageOrDefault(db),
    findIncident(db, incidentId),
    updatesOf(db, [incidentId]),
  ]);
  const update = all.find((one) => one.id === updateId);
  if (!incident || !update) return null;
  const told = all.filter((one) => one.seq <= update.seq).flatMap((one) => one.impacts);
  const components = new Map(
    told.map((one) => [one.component_id, { name: one.component_name, status: one.new_status }]),
  );
  const isOver = update.status === "resolved" || update.expected_at === null;
  return {
    pageName: page.name,
    incidentId,
    updateId,
    title: incident.title,
    status: update.status,
    body: update.body,
    components: [...components.values()],
    expected: isOver ? null : formatMoment(update.expected_at as number, page.time_zone, update.posted_at),
    url: `${publicUrl}/incidents/${incidentId}`,
  };
}
