import { dayOf } from "#lib/domain/days.ts";
import type { HistoryEntry } from "#lib/domain/history.ts";
import { hrefIn } from "./address.ts";
import { WorkMark } from "./planned.tsx";
import { StatusMark } from "./status-mark.tsx";
import { claimed, type View } from "./view.ts";
import { Written, writtenIn } from "./written.tsx";

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
      <Heading>{view.words.day(some[0]?.startedAt ?? 0, view.timeZone, view.at)}</Heading>
      <ul className="card rows">
        {some.map((entry) => (
          <Entry key={entry.id} entry={entry} view={view} />
        ))}
      </ul>
    </section>
  ));
}

function Entry({ entry, view }: { entry: HistoryEntry; view: View }) {
  const href = hrefIn(view, `/${entry.kind === "incident" ? "incidents" : "maintenance"}/${entry.id}`);
  return (
    <li>
      <div>
        <a href={href}>
          <Written text={entry.title} view={view} />
        </a>{" "}
        <small>{factsOf(entry, view)}</small>{" "}
        {entry.components.length > 0 && (
          <small>
            <bdi>{entry.components.map((one) => writtenIn(view, one)).join(", ")}</bdi>
          </small>
        )}
      </div>
      <div className="end">
        {entry.kind === "incident" ? (
          <StatusMark
            status={entry.impact === "none" ? "unknown" : claimed(IMPACT_STATUS[entry.impact], view)}
            word={view.words.say(`impact.${entry.impact}`)}
          />
        ) : (
          <WorkMark status={entry.status} view={view} />
        )}
      </div>
    </li>
  );
}

function factsOf(entry: HistoryEntry, { words, timeZone, at: now }: View): string {
  if (entry.kind === "maintenance")
    return words.say("entry.work", { window: words.window(entry.startedAt, entry.endsAt, timeZone, now) });
  const at = words.moment(entry.startedAt, timeZone, now);
  const facts =
    entry.resolvedAt === null
      ? words.say("entry.open", { at })
      : words.say("entry.lasted", { at, duration: words.duration(entry.resolvedAt - entry.startedAt) });
  return entry.hasPostmortem ? words.say("entry.withPostmortem", { facts }) : facts;
}
