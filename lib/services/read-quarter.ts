import type { HistoryEntry } from "#lib/domain/history.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { calendarMonth, monthAfter, monthOf } from "#lib/domain/months.ts";
import { listComponents } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { updatesOf } from "#lib/store/incident-updates.ts";
import { readEntries } from "./read-history.ts";
import { pageOrDefault } from "./read-page.ts";

/** A month and what began in it, the newest first; `text`: the last that was said of it, in Markdown. */
export type ToldMonth = {
  month: string;
  startedAt: Instant;
  endedAt: Instant;
  entries: (HistoryEntry & { text: string })[];
};

/**
 * The months of one calendar quarter of the page's zone, the newest first and none of the future.
 *
 * @param back 0: the quarter of `now`, 1: the one before it …
 */
export async function readQuarter(db: Database, back: number, now: Instant): Promise<ToldMonth[]> {
  const [{ time_zone: zone }, components] = await Promise.all([pageOrDefault(db), listComponents(db)]);
  const current = monthOf(now, zone);
  const first = monthAfter(current, -((Number(current.slice(5)) - 1) % 3) - 3 * back);
  const months = [2, 1, 0].map((i) => monthAfter(first, i)).filter((month) => month <= current);
  const spans = months.map((month) => calendarMonth(month, zone));
  const [newest, oldest] = [spans[0], spans.at(-1)];
  if (!newest || !oldest) return [];
  const span = { from: oldest.startedAt, to: newest.endedAt, componentId: null };
  const entries = await readEntries(db, span, components, now);
  const updates = await updatesOf(
    db,
    entries.filter((entry) => entry.kind === "incident").map((entry) => entry.id),
  );
  const textOf = ({ id }: HistoryEntry) => updates.findLast((update) => update.incident_id === id)?.body ?? "";
  return spans.map((one) => ({
    ...one,
    entries: entries
      .filter(({ startedAt }) => startedAt >= one.startedAt && startedAt < one.endedAt)
      .map((entry) => ({ ...entry, text: textOf(entry) })),
  }));
}
