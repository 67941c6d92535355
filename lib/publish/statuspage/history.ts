import type { HistoryEntry } from "#lib/domain/history.ts";
import { momentWords } from "#lib/publish/feeds/words.ts";
import { stamp, type Told } from "#lib/publish/told.ts";
import type { ToldMonth } from "#lib/services/read-quarter.ts";
import { bodyText, pageHead } from "./common.ts";
import { componentList } from "./components.ts";

/**
 * `/history.json?page=N`: a quarter of the page's history as Statuspage's own history page reads it (compat.md §4).
 * Crawlers go by its `code`s, which are the ids of incidents and of planned work.
 */
export function historyDocument(told: Told, months: readonly ToldMonth[]): object {
  const { timeZone } = told.publication.page;
  const { name, time_zone } = pageHead(told);
  return {
    page_status: { page: { name, time_zone } },
    components: componentList(told.publication),
    months: months.map((one) => ({
      ...monthHead(one.month),
      incidents: one.entries.map((entry) => lineOf(entry, timeZone)),
    })),
    start_time: stamp(Math.min(...months.map((one) => one.startedAt))),
    end_time: stamp(Math.max(...months.map((one) => one.endedAt)) - 1),
  };
}

/** Its name, its first day of the week (0: Sunday) and its length. */
function monthHead(month: string): object {
  const first = new Date(`${month}-01T00:00:00Z`);
  const year = first.getUTCFullYear();
  const name = first.toLocaleDateString("en-US", { month: "long", timeZone: "UTC" });
  const days = new Date(Date.UTC(year, first.getUTCMonth() + 1, 0)).getUTCDate();
  return { name, year, starts_on: first.getUTCDay(), days };
}

function lineOf(entry: ToldMonth["entries"][number], timeZone: string): object {
  const endedAt = endOf(entry);
  return {
    code: entry.id,
    name: entry.title,
    message: bodyText(entry.text),
    impact: entry.kind === "incident" ? entry.impact : "maintenance",
    timestamp: spanWords(entry.startedAt, endedAt, timeZone),
  };
}

function endOf(entry: HistoryEntry): number | null {
  return entry.kind === "incident" ? entry.resolvedAt : entry.endsAt;
}

/** "Aug 10, 00:17 - 01:30 UTC" marked up as Statuspage marks it; the day again when it ended on another. */
function spanWords(startedAt: number, endedAt: number | null, timeZone: string): string {
  const start = momentWords(startedAt, timeZone);
  if (endedAt === null) return start;
  const end = momentWords(endedAt, timeZone);
  const day = (words: string) => words.slice(0, words.indexOf(","));
  const until = day(start) === day(end) ? end.slice(end.indexOf(",") + 2) : end;
  return `${start.slice(0, start.lastIndexOf(" "))} - ${until}`;
}
