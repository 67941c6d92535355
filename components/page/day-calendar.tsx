import type { DayCard } from "#lib/domain/component-past.ts";
import type { HistoryEntry } from "#lib/domain/history.ts";
import type { Words } from "#lib/words/words.ts";
import { hrefIn } from "./address.ts";
import { dayName } from "./bar-runs.ts";
import { historyPath } from "./history-page.tsx";
import { spentWords } from "./month-words.ts";
import type { View } from "./view.ts";
import { Written } from "./written.tsx";

type Props = { days: readonly DayCard[]; entries: readonly HistoryEntry[]; slug: string; view: View };

/** The past days as calendars. A day with something to tell is a button that opens its card, without script. */
export function DayCalendar({ days, entries, slug, view }: Props) {
  const months = [...Map.groupBy(days, (day) => day.day.slice(0, 7))];
  return (
    <div className="months">
      {months.map(([month, some]) => (
        <section key={month}>
          <h3>{view.words.month(month)}</h3>
          <ol>
            {some.map((day, i) => (
              <li key={day.day} className={i === 0 ? `from-${weekday(day.day)}` : undefined}>
                <Day day={day} entries={entriesOf(day, entries)} slug={slug} view={view} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Day({ day, entries, slug, view }: { day: DayCard; entries: HistoryEntry[]; slug: string; view: View }) {
  const say = view.words;
  const words = spentWords(day.cell, say);
  const name = dayName(day.day, view);
  const number = Number(day.day.slice(8));
  if (words.length === 0 && entries.length === 0) {
    const calm = say.say(day.cell.wasWatched ? "day.nothing" : "bars.notWatched");
    return (
      <span className="cell">
        <Mark day={day} />
        {number}
        <span className="sr">: {calm}</span>
      </span>
    );
  }
  const id = `day-${day.day}`;
  const count = entries.length === 0 ? [] : [say.say("day.entries", { count: entries.length })];
  return (
    <>
      <button
        type="button"
        className="cell"
        popoverTarget={id}
        aria-label={say.say("bars.day", { day: name, what: say.list([...words, ...count]) })}
      >
        <Mark day={day} />
        {number}
      </button>
      <div id={id} popover="auto" className="pop">
        <h4>{name}</h4>
        <p>{figureWords(day.cell.uptime, say)}</p>
        {words.length > 0 && (
          <ul>
            {words.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        )}
        {entries.map((entry) => (
          <p key={entry.id}>
            <a href={hrefIn(view, `/${entry.kind === "incident" ? "incidents" : "maintenance"}/${entry.id}`)}>
              <Written text={entry.title} view={view} />
            </a>
            {entry.kind === "maintenance" && (
              <small> {say.window(entry.startedAt, entry.endsAt, view.timeZone, view.at)}</small>
            )}
          </p>
        ))}
        <p>
          <a href={hrefIn(view, historyPath(day.day.slice(0, 7), slug, "all"))}>
            {say.say("day.allOf", { month: say.month(day.day.slice(0, 7)) })}
          </a>
        </p>
      </div>
    </>
  );
}

function figureWords(uptime: string | null, words: Words): string {
  return uptime === null ? words.say("day.noFigure") : words.say("uptime.figure", { uptime: words.percent(uptime) });
}

function Mark({ day }: { day: DayCard }) {
  return (
    <svg viewBox="0 0 3 28" preserveAspectRatio="none" aria-hidden="true">
      <rect width="3" height="28" fill={`url(#b-${day.class})`} />
    </svg>
  );
}

function entriesOf(day: DayCard, entries: readonly HistoryEntry[]): HistoryEntry[] {
  return entries.filter((entry) => {
    if (entry.kind === "maintenance" && entry.status === "cancelled") return false;
    const endedAt = entry.kind === "incident" ? entry.resolvedAt : entry.endsAt;
    return entry.startedAt < day.endedAt && (endedAt ?? Number.POSITIVE_INFINITY) > day.startedAt;
  });
}

/** 1 for Monday to 7 for Sunday. */
function weekday(day: string): number {
  return new Date(Date.parse(day)).getUTCDay() || 7;
}
