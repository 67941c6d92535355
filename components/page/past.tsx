import type { PageSnapshot } from "#lib/domain/snapshot.ts";
import { hrefIn } from "./address.ts";
import { dayName } from "./bar-runs.ts";
import { type PastLine, pastDays } from "./past-days.ts";
import type { View } from "./view.ts";
import { Written } from "./written.tsx";

const DAYS = 14;

/** What happened in the past 14 days; calm days in one line. */
export function Past({ snapshot, view }: { snapshot: PageSnapshot; view: View }) {
  const ongoing = [
    ...snapshot.incidents.map(({ startedAt }) => ({ startedAt, resolvedAt: null })),
    ...snapshot.detected.map(({ since }) => ({ startedAt: since, resolvedAt: null })),
  ];
  const lines = pastDays(snapshot.past, ongoing, view.timeZone, view.at, DAYS);
  return (
    <ul className="card rows">
      {lines.map((line) => (
        <Line key={line.kind === "calm" ? line.to : line.incident.id} line={line} view={view} />
      ))}
    </ul>
  );
}

function Line({ line, view }: { line: PastLine; view: View }) {
  if (line.kind === "calm") {
    const to = dayName(line.to, view);
    return (
      <li className="calm">
        <span>{view.words.say("page.calm")}</span>
        <small>{line.from === line.to ? to : `${dayName(line.from, view)} – ${to}`}</small>
      </li>
    );
  }
  const { id, title, startedAt, resolvedAt } = line.incident;
  return (
    <li>
      <a href={hrefIn(view, `/incidents/${id}`)}>
        <Written text={title} view={view} />
      </a>
      <small>
        {view.words.day(startedAt, view.timeZone, view.at)} · {view.words.duration(resolvedAt - startedAt)}
      </small>
    </li>
  );
}
