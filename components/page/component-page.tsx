import type { PublicComponent } from "#lib/domain/component-past.ts";
import { formatMoment, formatWindow } from "#lib/domain/duration.ts";
import { BarKey, Bars } from "./bars.tsx";
import { Chart } from "./chart.tsx";
import { DayCalendar } from "./day-calendar.tsx";
import { Entries } from "./entries.tsx";
import { Frame, LastKnown } from "./frame.tsx";
import { historyPath } from "./history-page.tsx";
import { BackHome } from "./incident-page.tsx";
import { spentWords } from "./month-words.ts";
import { ClaimedMark, STATUS_WORDS } from "./status-mark.tsx";
import { coverageWords, uptimeWords } from "./uptime-words.ts";
import { claimed, tone, type View } from "./view.ts";

const SPAN_WORDS = { 7: "7 days", 30: "30 days", 90: "90 days", 365: "12 months" } as const;

/** One component: how it is, how it was, and how fast it answered. */
export function ComponentPage({ read, view }: { read: PublicComponent; view: View }) {
  const { component, days, entries, charts, corrections } = read;
  return (
    <Frame name={read.page.name} view={view} version={read.version}>
      <BackHome />
      <section className={`hero ${tone(claimed(component.status, view))}`} aria-labelledby="title">
        <ClaimedMark status={component.status} view={view} />
        <h1 id="title">
          <bdi>{component.name}</bdi>
        </h1>
        {component.description && (
          <p>
            <bdi>{component.description}</bdi>
          </p>
        )}
        {!view.isCurrent && (
          <p className="passing">
            <LastKnown view={view} />
          </p>
        )}
      </section>
      <h2>Uptime</h2>
      <div className="card c">
        <Bars component={component} view={view} />
        <div className="ax">
          <span>{days.length} days ago</span>
          <b>
            <span>
              {uptimeWords(component, view.at)}
              {coverageWords(component) && <i> {coverageWords(component)}</i>}
            </span>
          </b>
          <span>Today</span>
        </div>
        <Spans read={read} />
      </div>
      <BarKey />
      <h2>Day by day</h2>
      <div className="card c">
        <DayCalendar days={days} entries={entries} slug={component.slug} view={view} />
      </div>
      {charts.length > 0 && <h2>Measured</h2>}
      {charts.length > 0 && (
        <div className="card c charts">
          {charts.map((series) => (
            <Chart key={`${series.metric} ${series.span}`} series={series} view={view} />
          ))}
        </div>
      )}
      <h2>Past 90 days and planned</h2>
      {entries.length > 0 ? (
        <Entries entries={entries} view={view} level="h3" />
      ) : (
        <p className="card calm-month">Nothing happened and nothing is planned.</p>
      )}
      {corrections.length > 0 && <Corrections read={read} view={view} />}
      <p className="more">
        <a href={historyPath(null, component.slug, "all")}>Its history by month</a> ·{" "}
        <a href="/uptime">Uptime by month</a> · <a href={`/history.atom?component=${component.slug}`}>Feed</a> ·{" "}
        <a href={`/maintenance.ics?component=${component.slug}`}>Calendar of planned work</a>
      </p>
    </Frame>
  );
}

function Spans({ read }: { read: PublicComponent }) {
  return (
    <dl className="spans">
      {read.spans.map(({ days, cell }) => (
        <div key={days}>
          <dt>{SPAN_WORDS[days]}</dt>
          <dd>
            <b>{cell.uptime === null ? "–" : `${cell.uptime}%`}</b>
            {spentWords(cell).map((one) => (
              <small key={one}>{one}</small>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What was recorded wrongly, and by what it is replaced: nothing is rewritten in silence. */
function Corrections({ read, view }: { read: PublicComponent; view: View }) {
  return (
    <>
      <h2>Corrections</h2>
      <ul className="card rows">
        {read.corrections.map((one) => (
          <li key={one.id}>
            <div>
              {formatWindow(one.startedAt, one.endedAt, view.timeZone, view.at)} counts as{" "}
              {STATUS_WORDS[one.status].toLowerCase()}
              {one.withdrawnAt !== null && " (withdrawn)"}: <bdi>{one.reason}</bdi>
              <small>Corrected {formatMoment(one.madeAt, view.timeZone, view.at)}</small>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
