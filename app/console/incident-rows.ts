import type { IncidentRowView } from "#components/console/incident-row.tsx";
import { formatDuration, formatMoment } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Row } from "#lib/store/schema.ts";

/** An incident as lists draw it. */
export function incidentRow(incident: Row<"incident">, timeZone: string, now: Instant): IncidentRowView {
  const began = `Began ${formatMoment(incident.started_at, timeZone, now)}`;
  const lasted =
    incident.resolved_at === null
      ? `${formatDuration(now - incident.started_at)} so far`
      : `lasted ${formatDuration(incident.resolved_at - incident.started_at)}`;
  const promise =
    incident.resolved_at === null && incident.expected_at !== null
      ? ` · expected by ${formatMoment(incident.expected_at, timeZone, now)}${incident.expected_at < now ? ", which has passed" : ""}`
      : "";
  return {
    id: incident.id,
    title: incident.title,
    status: incident.status,
    facts: `${began} · ${lasted}${promise}`,
    automatic: incident.taken_over_at === null,
  };
}
