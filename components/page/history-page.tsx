import type { HistoryKind, PublicHistory } from "#lib/domain/history.ts";
import { Entries } from "./entries.tsx";
import { Frame, LastKnown } from "./frame.tsx";
import { BackHome } from "./incident-page.tsx";
import { monthName } from "./month-words.ts";
import type { View } from "./view.ts";

const KIND_WORDS: Record<HistoryKind, string> = {
  all: "Everything",
  incidents: "Incidents",
  maintenance: "Planned work",
};

/** One month: what happened, and what was or is planned. */
export function HistoryPage({ history, view }: { history: PublicHistory; view: View }) {
  const { month, component, entries } = history;
  return (
    <Frame name={history.page.name} view={view} version={history.version}>
      <BackHome />
      <h1>
        History{component && ": "}
        {component && <bdi>{component.name}</bdi>}
      </h1>
      {!view.isCurrent && (
        <p className="say mute">
          <LastKnown view={view} />
        </p>
      )}
      <Filters history={history} />
      <MonthSteps history={history} heading />
      {entries.length > 0 ? (
        <Entries entries={entries} view={view} level="h3" />
      ) : (
        <p className="card calm-month">{calmWords(history)}</p>
      )}
      <MonthSteps history={history} />
      <p className="more">
        <a href="/uptime">Uptime by month</a>
      </p>
    </Frame>
  );

  function calmWords({ kind, next }: PublicHistory): string {
    const what = {
      all: "Nothing happened and nothing was planned",
      incidents: "No incidents",
      maintenance: "No planned work",
    };
    return `${what[kind]} in ${monthName(month)}${next === null || kind !== "all" ? "." : " so far as we know."}`;
  }
}

/** The address of a month under these filters. */
export function historyPath(month: string | null, component: string | null, kind: HistoryKind): string {
  if (month === null && component === null && kind === "all") return "/history";
  const parts = [month, component === null ? null : `components/${component}`, kind === "all" ? null : kind];
  return `/history/${parts.filter((part) => part !== null).join("/")}`;
}

function Filters({ history }: { history: PublicHistory }) {
  const { month, kind, component, components } = history;
  const slug = component?.slug ?? null;
  return (
    <nav className="filters" aria-label="Filters">
      <ul>
        {(Object.keys(KIND_WORDS) as HistoryKind[]).map((one) => (
          <li key={one}>
            <a href={historyPath(month, slug, one)} aria-current={one === kind ? "true" : undefined}>
              {KIND_WORDS[one]}
            </a>
          </li>
        ))}
      </ul>
      <details>
        <summary>{component ? <bdi>{component.name}</bdi> : "All components"}</summary>
        <ul>
          {component && (
            <li>
              <a href={historyPath(month, null, kind)}>All components</a>
            </li>
          )}
          {components.map((one) => (
            <li key={one.slug}>
              <a href={historyPath(month, one.slug, kind)} aria-current={one.slug === slug ? "true" : undefined}>
                <bdi>{one.name}</bdi>
              </a>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  );
}

function MonthSteps({ history, heading = false }: { history: PublicHistory; heading?: boolean }) {
  const { month, previous, next, kind, component } = history;
  const to = (other: string) => historyPath(other, component?.slug ?? null, kind);
  return (
    <div className="steps">
      {previous !== null ? (
        <a className="btn" href={to(previous)} rel="prev">
          ← {monthName(previous)}
        </a>
      ) : (
        <span />
      )}
      {heading && <h2>{monthName(month)}</h2>}
      {next !== null ? (
        <a className="btn" href={to(next)} rel="next">
          {monthName(next)} →
        </a>
      ) : (
        <span />
      )}
    </div>
  );
}
