import { formatMoment } from "#lib/domain/duration.ts";
import type { IncidentImpact, IncidentStatus } from "#lib/domain/incident.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { MaintenanceStatus } from "#lib/domain/maintenance.ts";
import type { ComponentStatus } from "#lib/domain/status.ts";
import { pageOrDefault } from "#lib/services/read-page.ts";
import { worstImpact } from "#lib/services/snapshot-incident.ts";
import type { Database } from "#lib/store/database.ts";
import { updatesOf } from "#lib/store/incident-updates.ts";
import { findIncident } from "#lib/store/incidents.ts";
import { STATUS_WORDS } from "./words.ts";

/** One update as it is told: the same for everybody on a channel. */
export type Notice = {
  pageName: string;
  /** `digest`: several updates in one. A `postmortem` is the last word on its incident. */
  subject: "incident" | "maintenance" | "postmortem" | "digest";
  subjectId: string;
  updateId: string;
  title: string;
  status: IncidentStatus | MaintenanceStatus;
  /** What stands first: "Investigating: Jobs wait", unless a template says it otherwise. */
  headline: string;
  /** Markdown. */
  body: string;
  /** Every component that has been named so far, as it is by this update. */
  components: { name: string; status: ComponentStatus }[];
  /** By the worst that the components named so far have been. */
  impact: IncidentImpact;
  isOver: boolean;
  /** "14:30 UTC"; null when it is over or nobody knows. */
  expected: string | null;
  /** By when more is said: "14:20 UTC"; null when that was not promised. */
  nextUpdate: string | null;
  /** Of a maintenance: "Today, 13:00–15:00 UTC"; null for an incident. */
  window: string | null;
  startedAt: Instant;
  postedAt: Instant;
  /** The page about it. */
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
  const soFar = all.filter((one) => one.seq <= update.seq);
  const told = soFar.flatMap((one) => one.impacts);
  const components = new Map(
    told.map((one) => [one.component_id, { name: one.component_name, status: one.new_status }]),
  );
  const isOver = update.status === "resolved";
  const moment = (at: Instant | null) =>
    isOver || at === null ? null : formatMoment(at, page.time_zone, update.posted_at);
  return {
    pageName: page.name,
    subject: "incident",
    subjectId: incidentId,
    updateId,
    title: incident.title,
    status: update.status,
    headline: `${STATUS_WORDS[update.status]}: ${incident.title}`,
    body: update.body,
    components: [...components.values()],
    impact: worstImpact(incident, soFar),
    isOver,
    expected: moment(update.expected_at),
    nextUpdate: null,
    window: null,
    startedAt: incident.started_at,
    postedAt: update.posted_at,
    url: `${publicUrl}/incidents/${incidentId}`,
  };
}
