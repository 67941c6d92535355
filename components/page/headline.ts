import { formatTime } from "#lib/domain/duration.ts";
import type { PageSnapshot } from "#lib/domain/snapshot.ts";
import type { EffectiveStatus } from "#lib/domain/status.ts";
import { claimed, tone, type View } from "./view.ts";

/** The status that colours the whole page. A page that watches nothing knows nothing. */
export function pageStatus({ summary }: Pick<PageSnapshot, "summary">, view: View): EffectiveStatus {
  return summary.total === 0 ? "unknown" : claimed(summary.tone, view);
}

/** The state in one sentence; out of reach of our records, when it was last so. */
export function headline({ summary }: Pick<PageSnapshot, "summary">, view: View): string {
  return view.isCurrent
    ? summary.headline
    : `Last confirmed at ${formatTime(view.at, view.timeZone)}: ${summary.headline}`;
}

const WRONG: ReadonlySet<EffectiveStatus> = new Set(["degraded_performance", "partial_outage", "major_outage"]);

/** What a browser's tab shows: the words, a sign before them when something is wrong, and an icon of its own shape. */
export function tabOf(words: string, pageName: string, status: EffectiveStatus): { title: string; icon: string } {
  return { title: `${WRONG.has(status) ? "⚠ " : ""}${words} · ${pageName}`, icon: `/icon-${tone(status)}.svg` };
}
