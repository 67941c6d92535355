import { dayOf } from "#lib/domain/days.ts";
import { formatDay, formatDuration, formatMoment, formatWindow } from "#lib/domain/duration.ts";
import type { HistoryEntry } from "#lib/domain/history.ts";
import { IMPACT_WORDS } from "./incident-page.tsx";
import { WorkMark } from "./planned.tsx";
import { StatusMark } from "./status-mark.tsx";
import { claimed, type View } from "./view.ts";

const IMPACT_STATUS = {
  none: "operational",
  minor: "degraded_performance",
  major: "partial_outage",
  critical: "major_outage",
} as const;

/** What happened, the newest first, told day by day. `level`: of the days' headings. */
export function Entries({
  entries,
  view,
  level,
}: {
  entries: readonly HistoryEntry[];
  view: View;
  level: "h2" | "h3";
}) {
  const days = Map.groupBy(entries, (entry) => dayOf(entry.startedAt, view.timeZone));
  const Heading = level;
  return [...days].map(([day, some]) => (
    <section key={day} className="day">
      <Heading>{formatDay(some[0]?.startedAt ?? 0, view.timeZone, view.at)}</Heading>
      <ul className="card rows">
        {some.map((entry) => (
          <Entry key={entry.id} entry={entry} view={view} />
        ))}
      </ul>
    </section>
  ));
}

function Entry({ entry, view }: { entry: HistoryEntry; view: View }) {
  const href = entry.kind === "incident" ? `/incidents/${entry.id}` : `/maintenance/${entry.id}`;
  return (
    <li>
      <div>
        <a href={href}>
          <bdi>{entry.title}</bdi>
        </a>
        <small>{factsOf(entry, view)}</small>
        {entry.components.length > 0 && (
          <small>
            <bdi>{entry.components.join(", ")}</bdi>
          </small>
        )}
      </div>
      <div className="end">
        {entry.kind === "incident" ? (
          <StatusMark
            status={entry.impact === "none" ? "unknown" : claimed(IMPACT_STATUS[entry.impact], view)}
            word={IMPACT_WORDS[entry.impact]}
          />
        ) : (
          <WorkMark status={entry.status} view={view} />
        )}
      </div>
    </li>
  );
}

function factsOf(entry: HistoryEntry, view: View): string {
  if (entry.kind === "maintenance")
    return `Planned work, ${formatWindow(entry.startedAt, entry.endsAt, view.timeZone, view.at)}`;
  const began = `Began ${formatMoment(entry.startedAt, view.timeZone, view.at)}`;
  const lasted =
    entry.resolvedAt === null ? "not resolved yet" : `lasted ${formatDuration(entry.resolvedAt - entry.startedAt)}`;
  return `${began}, ${lasted}${entry.hasPostmortem ? ", with a postmortem" : ""}`;
}
