import { UPTIME_WEIGHTS } from "#lib/domain/uptime.ts";
import type { PublicUptime, UptimeCell, UptimeGroup, UptimeRow } from "#lib/domain/uptime-table.ts";
import { hrefIn } from "./address.ts";
import { dayName } from "./bar-runs.ts";
import { BackHome, Frame, LastKnown } from "./frame.tsx";
import { historyPath } from "./history-page.tsx";
import { spentWords } from "./month-words.ts";
import type { View } from "./view.ts";
import { Written } from "./written.tsx";

type Props = { uptime: PublicUptime; view: View };

/** Twelve months of every component: how much of each it was up, and what the rest was. */
export function UptimePage({ uptime, view }: Props) {
  const { words } = view;
  return (
    <Frame name={uptime.page.name} view={view} version={uptime.version} wide>
      <BackHome view={view} />
      <h1>{words.say("table.title")}</h1>
      <p className="say mute">
        {view.isCurrent ? (
          <>
            {words.say("table.intro", { zone: view.timeZone })} <a href="#how">{words.say("table.how")}</a>
          </>
        ) : (
          <LastKnown view={view} />
        )}
      </p>
      {uptime.groups.length === 0 ? (
        <p className="card calm-month">{words.say("headline.empty")}.</p>
      ) : (
        <Table uptime={uptime} view={view} />
      )}
      <How uptime={uptime} view={view} />
      <p className="more">
        <a href="/uptime.csv">{words.say("table.csv")}</a> · <a href="/uptime.json">{words.say("table.json")}</a> ·{" "}
        <a href={hrefIn(view, "/history")}>{words.say("frame.history")}</a>
      </p>
    </Frame>
  );
}

function Table({ uptime, view }: Props) {
  const { words } = view;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard.
    <section className="card sheet" aria-label={words.say("table.label")} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.say("table.component")}</th>
            <th scope="col">{words.unit(12, "month")}</th>
            {uptime.months.toReversed().map(({ month }) => (
              <th key={month} scope="col">
                <abbr title={words.month(month)}>{words.month(month, "short")}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        {uptime.groups.map((group) => (
          <Group key={group.name ?? ""} group={group} uptime={uptime} view={view} />
        ))}
      </table>
    </section>
  );
}

function Group({ group, uptime, view }: Props & { group: UptimeGroup }) {
  return (
    <tbody>
      {group.name !== null && (
        <tr className="band-name">
          <th scope="rowgroup">
            <Written text={group.name} view={view} />
          </th>
          <td>{percent(group.whole, view)}</td>
          {group.months.toReversed().map((one, i) => (
            <td key={uptime.months.at(-1 - i)?.month}>{percent(one, view)}</td>
          ))}
        </tr>
      )}
      {group.components.map((row) => (
        <Row key={row.slug} row={row} uptime={uptime} view={view} />
      ))}
    </tbody>
  );
}

function Row({ row, uptime, view }: Props & { row: UptimeRow }) {
  return (
    <tr>
      <th scope="row">
        <a href={hrefIn(view, `/components/${row.slug}`)}>
          <Written text={row.name} view={view} />
        </a>
      </th>
      <td>
        <Figure cell={row.whole} href={null} view={view} />
      </td>
      {row.months.toReversed().map((cell, i) => {
        const month = uptime.months.at(-1 - i)?.month ?? "";
        return (
          <td key={month} className={toneOf(cell)}>
            <Figure cell={cell} href={hrefIn(view, historyPath(month, row.slug, "all"))} view={view} />
          </td>
        );
      })}
    </tr>
  );
}

function Figure({ cell, href, view }: { cell: UptimeCell; href: string | null; view: View }) {
  if (!cell.wasWatched) return <NotWatched view={view} />;
  const words = spentWords(cell, view.words, "short");
  const figure = percent(cell.uptime, view);
  return (
    <>
      {href !== null && words.length > 0 ? <a href={href}>{figure}</a> : figure}
      {words.map((one) => (
        <small key={one}>{one}</small>
      ))}
    </>
  );
}

function NotWatched({ view }: { view: View }) {
  return (
    <span className="none">
      –<span className="sr"> {view.words.say("bars.notWatched")}</span>
    </span>
  );
}

function percent(uptime: string | null, { words }: View): string {
  return uptime === null ? "–" : words.percent(uptime);
}

function toneOf(cell: UptimeCell): string | undefined {
  if (cell.downtimeMs > 0) return "was-down";
  return cell.degradedMs > 0 ? "was-degraded" : undefined;
}

/** How the figures come about, in plain words (features.md §4.2). */
function How({ uptime, view }: Props) {
  const { words } = view;
  const weights = UPTIME_WEIGHTS[uptime.weights];
  const share = (weight: number) => words.say("table.share", { share: words.percent(String(weight * 100)) });
  const partial = weights.partial === 1 ? words.say("table.inFull") : share(weights.partial);
  const degraded = weights.degraded === 0 ? words.say("table.notAtAll") : share(weights.degraded);
  const first = uptime.months[0];
  return (
    <section id="how">
      <h2>{words.say("table.how")}</h2>
      <p className="say">
        {words.say("table.counted", { partial, degraded })}
        {first && ` ${words.say("table.since", { day: dayName(`${first.month}-01`, view) })}`}
      </p>
    </section>
  );
}
