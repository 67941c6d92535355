import { UPTIME_WEIGHTS } from "#lib/domain/uptime.ts";
import type { PublicUptime, UptimeCell, UptimeGroup, UptimeRow } from "#lib/domain/uptime-table.ts";
import { dayName } from "./bar-runs.ts";
import { Frame, LastKnown } from "./frame.tsx";
import { historyPath } from "./history-page.tsx";
import { BackHome } from "./incident-page.tsx";
import { monthName, shortly, shortMonth, spentWords } from "./month-words.ts";
import type { View } from "./view.ts";

/** Twelve months of every component: how much of each it was up, and what the rest was. */
export function UptimePage({ uptime, view }: { uptime: PublicUptime; view: View }) {
  return (
    <Frame name={uptime.page.name} view={view} version={uptime.version} wide>
      <BackHome />
      <h1>Uptime by month</h1>
      <p className="say mute">
        {view.isCurrent ? (
          <>
            The past twelve months, in days of the page’s time zone ({view.timeZone}).{" "}
            <a href="#how">How it is counted</a>
          </>
        ) : (
          <LastKnown view={view} />
        )}
      </p>
      {uptime.groups.length === 0 ? (
        <p className="card calm-month">Nothing is watched yet.</p>
      ) : (
        <Table uptime={uptime} />
      )}
      <How uptime={uptime} />
      <p className="more">
        <a href="/uptime.csv">As CSV</a> · <a href="/uptime.json">As JSON</a> · <a href="/history">History</a>
      </p>
    </Frame>
  );
}

function Table({ uptime }: { uptime: PublicUptime }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard.
    <section className="card sheet" aria-label="Uptime by component and month" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Component</th>
            <th scope="col">12 months</th>
            {uptime.months.toReversed().map(({ month }) => (
              <th key={month} scope="col">
                <abbr title={monthName(month)}>{shortMonth(month)}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        {uptime.groups.map((group) => (
          <Group key={group.name ?? ""} group={group} uptime={uptime} />
        ))}
      </table>
    </section>
  );
}

function Group({ group, uptime }: { group: UptimeGroup; uptime: PublicUptime }) {
  return (
    <tbody>
      {group.name !== null && (
        <tr className="band-name">
          <th scope="rowgroup">
            <bdi>{group.name}</bdi>
          </th>
          <td>{percent(group.whole)}</td>
          {group.months.toReversed().map((one, i) => (
            <td key={uptime.months.at(-1 - i)?.month}>{percent(one)}</td>
          ))}
        </tr>
      )}
      {group.components.map((row) => (
        <Row key={row.slug} row={row} uptime={uptime} />
      ))}
    </tbody>
  );
}

function Row({ row, uptime }: { row: UptimeRow; uptime: PublicUptime }) {
  return (
    <tr>
      <th scope="row">
        <a href={`/components/${row.slug}`}>
          <bdi>{row.name}</bdi>
        </a>
      </th>
      <td>
        <Figure cell={row.whole} href={null} />
      </td>
      {row.months.toReversed().map((cell, i) => {
        const month = uptime.months.at(-1 - i)?.month ?? "";
        return (
          <td key={month} className={toneOf(cell)}>
            <Figure cell={cell} href={historyPath(month, row.slug, "all")} />
          </td>
        );
      })}
    </tr>
  );
}

function Figure({ cell, href }: { cell: UptimeCell; href: string | null }) {
  if (!cell.wasWatched) return <NotWatched />;
  const words = spentWords(cell);
  return (
    <>
      {href !== null && words.length > 0 ? <a href={href}>{percent(cell.uptime)}</a> : percent(cell.uptime)}
      {words.map((one) => (
        <small key={one}>{shortly(one)}</small>
      ))}
    </>
  );
}

function NotWatched() {
  return (
    <span className="none">
      –<span className="sr"> not watched yet</span>
    </span>
  );
}

function percent(uptime: string | null): string {
  return uptime === null ? "–" : `${uptime}%`;
}

function toneOf(cell: UptimeCell): string | undefined {
  if (cell.downtimeMs > 0) return "was-down";
  return cell.degradedMs > 0 ? "was-degraded" : undefined;
}

/** How the figures come about, in plain words (features.md §4.2). */
function How({ uptime }: { uptime: PublicUptime }) {
  const { partial, degraded } = UPTIME_WEIGHTS[uptime.weights];
  const part = partial === 1 ? "in full" : `by ${partial * 100} %`;
  return (
    <section id="how">
      <h2>How it is counted</h2>
      <p className="say">
        Uptime is the share of the counted time in which a component was not down. A full outage counts in full, a
        partial one {part}, degraded performance {degraded === 0 ? "not at all" : `by ${degraded * 100} %`}; it is
        printed beside the figure instead. A group’s figure is the mean of its components’. Planned work that was
        announced before it began, and time that was not measured, count neither as up nor as down. Overlapping troubles
        count once. Figures are cut off, never rounded up: 100% means not a second of downtime. Watching begins when a
        component is added: {sinceWords(uptime)}
      </p>
    </section>
  );
}

function sinceWords(uptime: PublicUptime): string {
  const first = uptime.months[0];
  return first ? `this table reaches back to ${dayName(`${first.month}-01`, uptime.at)}.` : "";
}
