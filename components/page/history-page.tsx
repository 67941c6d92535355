import { HISTORY_KINDS, type HistoryKind, type PublicHistory } from "#lib/domain/history.ts";
import { hrefIn } from "./address.ts";
import { Entries } from "./entries.tsx";
import { arrowBack, BackHome, Frame, LastKnown } from "./frame.tsx";
import { Say } from "./say.tsx";
import type { View } from "./view.ts";
import { Written } from "./written.tsx";

/** One month: what happened, and what was or is planned. */
export function HistoryPage({ history, view }: { history: PublicHistory; view: View }) {
  const { month, component, entries } = history;
  return (
    <Frame name={history.page.name} view={view} version={history.version}>
      <BackHome view={view} />
      <h1>
        {component ? (
          <Say view={view} words="history.of" name={<Written text={component.name} view={view} />} />
        ) : (
          view.words.say("frame.history")
        )}
      </h1>
      {!view.isCurrent && (
        <p className="say mute">
          <LastKnown view={view} />
        </p>
      )}
      <Filters history={history} view={view} />
      <MonthSteps history={history} view={view} heading />
      {entries.length > 0 ? (
        <Entries entries={entries} view={view} level="h3" />
      ) : (
        <p className="card calm-month">{calmWords(history)}</p>
      )}
      <MonthSteps history={history} view={view} />
      <p className="more">
        <a href={hrefIn(view, "/uptime")}>{view.words.say("table.title")}</a>
      </p>
    </Frame>
  );

  function calmWords({ kind, next }: PublicHistory): string {
    const key = {
      all: next === null ? "history.calm" : "history.calmSoFar",
      incidents: "history.noIncidents",
      maintenance: "history.noMaintenance",
    } as const;
    return view.words.say(key[kind], { month: view.words.month(month) });
  }
}

/** The address of a month under these filters. */
export function historyPath(month: string | null, component: string | null, kind: HistoryKind): string {
  if (month === null && component === null && kind === "all") return "/history";
  const parts = [month, component === null ? null : `components/${component}`, kind === "all" ? null : kind];
  return `/history/${parts.filter((part) => part !== null).join("/")}`;
}

function Filters({ history, view }: { history: PublicHistory; view: View }) {
  const { month, kind, component, components } = history;
  const slug = component?.slug ?? null;
  const to = (other: string | null, of: HistoryKind) => hrefIn(view, historyPath(month, other, of));
  return (
    <nav className="filters" aria-label={view.words.say("history.filters")}>
      <ul>
        {HISTORY_KINDS.map((one) => (
          <li key={one}>
            <a href={to(slug, one)} aria-current={one === kind ? "true" : undefined}>
              {view.words.say(`history.${one}`)}
            </a>
          </li>
        ))}
      </ul>
      <details>
        <summary>
          {component ? <Written text={component.name} view={view} /> : view.words.say("history.allComponents")}
        </summary>
        <ul>
          {component && (
            <li>
              <a href={to(null, kind)}>{view.words.say("history.allComponents")}</a>
            </li>
          )}
          {components.map((one) => (
            <li key={one.slug}>
              <a href={to(one.slug, kind)} aria-current={one.slug === slug ? "true" : undefined}>
                <Written text={one.name} view={view} />
              </a>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  );
}

function MonthSteps({ history, view, heading = false }: { history: PublicHistory; view: View; heading?: boolean }) {
  const { month, previous, next, kind, component } = history;
  const to = (other: string) => hrefIn(view, historyPath(other, component?.slug ?? null, kind));
  const [back, on] = [arrowBack(view), view.words.direction === "ltr" ? "→" : "←"];
  return (
    <div className="steps">
      {previous !== null ? (
        <a className="btn" href={to(previous)} rel="prev">
          {back} {view.words.month(previous)}
        </a>
      ) : (
        <span />
      )}
      {heading && <h2>{view.words.month(month)}</h2>}
      {next !== null ? (
        <a className="btn" href={to(next)} rel="next">
          {view.words.month(next)} {on}
        </a>
      ) : (
        <span />
      )}
    </div>
  );
}
