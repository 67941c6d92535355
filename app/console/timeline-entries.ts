import type { TimelineEntry } from "#components/console/timeline.tsx";
import { formatMoment } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { parseMarkdown } from "#lib/domain/markdown.ts";
import type { UpdateWithImpacts } from "#lib/store/incident-updates.ts";

/** The updates as the timeline draws them, newest first. */
export function timelineEntries(
  updates: readonly UpdateWithImpacts[],
  timeZone: string,
  now: Instant,
): TimelineEntry[] {
  return updates.toReversed().map((update) => ({
    id: update.id,
    status: update.status,
    at: formatMoment(update.happened_at, timeZone, now),
    author: update.author,
    notified: update.notified_at !== null,
    edited: update.edited_at === null ? null : `edited ${formatMoment(update.edited_at, timeZone, now)}`,
    editHref: `/console/incidents/${update.incident_id}?edit=${update.id}#edit`,
    promise:
      update.expected_at === null ? null : `Expected to be over by ${formatMoment(update.expected_at, timeZone, now)}`,
    impacts: update.impacts.map((one) => ({ name: one.component_name, from: one.old_status, to: one.new_status })),
    blocks: parseMarkdown(update.body),
  }));
}
