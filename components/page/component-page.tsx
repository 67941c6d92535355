import type { PublicComponent } from "#lib/domain/component-past.ts";
import { hrefIn } from "./address.ts";
import { BarKey, Bars } from "./bars.tsx";
import { Chart } from "./chart.tsx";
import { DayCalendar } from "./day-calendar.tsx";
import { Entries } from "./entries.tsx";
import { BackHome, Frame, LastKnown } from "./frame.tsx";
import { historyPath } from "./history-page.tsx";
import { spentWords } from "./month-words.ts";
import { Say } from "./say.tsx";
import { ClaimedMark } from "./status-mark.tsx";
import { coverageWords, uptimeWords } from "./uptime-words.ts";
import { claimed, tone, type View } from "./view.ts";
import { Written } from "./written.tsx";

/** One component: how it is, how it was, and how fast it answered. */
export function ComponentPage({ read, view }: { read: PublicComponent; view: View }) {
  const { component, days, entries, charts, corrections } = read;
  const { words } = view;
  return (
    <Frame name={read.page.name} view={view} version={read.version}>
      <BackHome view={view} />
      <section className={`hero ${tone(claimed(component.status, view))}`} aria-labelledby="title">
        <ClaimedMark status={component.status} view={view} />
        <h1 id="title">
          <Written text={component.name} view={view} />
        </h1>
        {component.description && (
          <p>
            <Written text={component.description} view={view} />
          </p>
        )}
        {!view.isCurrent && (
          <p className="passing">
            <LastKnown view={view} />
          </p>
        )}
      </section>
      <h2>{words.say("frame.uptime")}</h2>
      <div className="card c">
        <Bars component={component} view={view} />
        <div className="ax">
          <span>{words.daysAgo(days.length)}</span>
          <b>
            <span>
              {uptimeWords(component, view)}
              {coverageWords(component, view) && <i> {coverageWords(component, view)}</i>}
            </span>
          </b>
          <span>{words.say("time.today")}</span>
        </div>
        <Spans read={read} view={view} />
      </div>
      <BarKey view={view} />
      <h2>{words.say("component.daily")}</h2>
      <div className="card c">
        <DayCalendar days={days} entries={entries} slug={component.slug} view={view} />
      </div>
      {charts.length > 0 && <h2>{words.say("component.measured")}</h2>}
      {charts.length > 0 && (
        <div className="card c charts">
          {charts.map((series) => (
            <Chart key={`${series.metric} ${series.span}`} series={series} view={view} />
          ))}
        </div>
      )}
      <h2>{words.say("component.past")}</h2>
      {entries.length > 0 ? (
        <Entries entries={entries} view={view} level="h3" />
      ) : (
        <p className="card calm-month">{words.say("component.nothing")}</p>
      )}
      {corrections.length > 0 && <Corrections read={read} view={view} />}
      <p className="more">
        <a href={hrefIn(view, historyPath(null, component.slug, "all"))}>{words.say("component.history")}</a> ·{" "}
        <a href={hrefIn(view, "/uptime")}>{words.say("table.title")}</a> ·{" "}
        <a href={`/history.atom?component=${component.slug}`}>{words.say("frame.feed")}</a> ·{" "}
        <a href={`/maintenance.ics?component=${component.slug}`}>{words.say("maintenance.calendar")}</a>
      </p>
    </Frame>
  );
}

function Spans({ read, view: { words } }: { read: PublicComponent; view: View }) {
  return (
    <dl className="spans">
      {read.spans.map(({ days, cell }) => (
        <div key={days}>
          <dt>{days === 365 ? words.unit(12, "month") : words.unit(days, "day")}</dt>
          <dd>
            <b>{cell.uptime === null ? "–" : words.percent(cell.uptime)}</b>
            {spentWords(cell, words).map((one) => (
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
      <h2>{view.words.say("component.corrections")}</h2>
      <ul className="card rows">
        {read.corrections.map((one) => (
          <li key={one.id}>
            <div>
              <Say
                view={view}
                words={one.withdrawnAt === null ? "component.counts" : "component.withdrawn"}
                window={view.words.window(one.startedAt, one.endedAt, view.timeZone, view.at)}
                status={view.words.say(`status.${one.status}`)}
                reason={<Written text={one.reason} view={view} />}
              />
              <small>
                {view.words.say("component.corrected", { at: view.words.moment(one.madeAt, view.timeZone, view.at) })}
              </small>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
