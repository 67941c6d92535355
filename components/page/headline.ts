import type { PageSummary } from "#lib/domain/page-summary.ts";
import type { EffectiveStatus } from "#lib/domain/status.ts";
import { headlineIn } from "#lib/words/headline.ts";
import { claimed, tone, type View } from "./view.ts";
import { writtenIn } from "./written.tsx";

/** The status that colours the whole page. A page that watches nothing knows nothing. */
export function pageStatus({ summary }: { summary: PageSummary }, view: View): EffectiveStatus {
  return summary.total === 0 ? "unknown" : claimed(summary.tone, view);
}

/** The state in one sentence; out of reach of our records, when it was last so. */
export function headline({ summary }: { summary: PageSummary }, view: View): string {
  const { words } = view;
  const now = headlineIn(words, summary, (text) => writtenIn(view, text));
  if (view.isCurrent) return now;
  return words.say("headline.lastConfirmed", { time: words.time(view.at, view.timeZone), headline: now });
}

const WRONG: ReadonlySet<EffectiveStatus> = new Set(["degraded_performance", "partial_outage", "major_outage"]);

/** What a browser's tab shows: the words, a sign before them when something is wrong, and an icon of its own shape. */
export function tabOf(words: string, pageName: string, status: EffectiveStatus): { title: string; icon: string } {
  return { title: `${WRONG.has(status) ? "⚠ " : ""}${words} · ${pageName}`, icon: `/icon-${tone(status)}.svg` };
}
