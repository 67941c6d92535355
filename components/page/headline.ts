import type { PageSummary } from "#lib/domain/page-summary.ts";
import type { EffectiveStatus } from "#lib/domain/status.ts";
import { claimed, tone, type View } from "./view.ts";
import { writtenIn } from "./written.tsx";

/** The status that colours the whole page. A page that watches nothing knows nothing. */
export function pageStatus({ summary }: { summary: PageSummary }, view: View): EffectiveStatus {
  return summary.total === 0 ? "unknown" : claimed(summary.tone, view);
}

/** The state in one sentence; out of reach of our records, when it was last so. */
export function headline({ summary }: { summary: PageSummary }, view: View): string {
  const { words } = view;
  const now = stateWords(summary, view);
  if (view.isCurrent) return now;
  return words.say("headline.lastConfirmed", { time: words.time(view.at, view.timeZone), headline: now });
}

function stateWords({ state, affected, total }: PageSummary, view: View): string {
  const { words } = view;
  switch (state.kind) {
    case "one":
      return words.say(`headline.${state.status}`, { name: writtenIn(view, state.name) });
    case "several":
      return words.say("headline.several", { affected, total });
    case "unknown":
      return words.say("headline.unknown", { name: writtenIn(view, state.name) });
    case "several-unknown":
      return words.say("headline.severalUnknown", { count: state.count, total });
    case "maintenance":
      if (state.title === null) return words.say("headline.maintenance");
      return words.say("headline.maintenanceOf", { title: writtenIn(view, state.title) });
    case "empty":
      return words.say("headline.empty");
    case "operational":
      return words.say("headline.operational");
  }
}

const WRONG: ReadonlySet<EffectiveStatus> = new Set(["degraded_performance", "partial_outage", "major_outage"]);

/** What a browser's tab shows: the words, a sign before them when something is wrong, and an icon of its own shape. */
export function tabOf(words: string, pageName: string, status: EffectiveStatus): { title: string; icon: string } {
  return { title: `${WRONG.has(status) ? "⚠ " : ""}${words} · ${pageName}`, icon: `/icon-${tone(status)}.svg` };
}
