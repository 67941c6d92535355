import { changeText } from "#lib/domain/drift.ts";
import { formatDuration, formatMoment } from "#lib/domain/duration.ts";
import { DAY, type Instant, MINUTE } from "#lib/domain/instant.ts";
import type { Database } from "#lib/store/database.ts";
import type { Row } from "#lib/store/schema.ts";
import { listMonitors } from "#lib/store/signals.ts";
import { listTargetChanges } from "#lib/store/target-changes.ts";

/** What was changed on any target within the last days, the newest first. */
export async function changesLately(db: Database, now: Instant): Promise<Row<"target_change">[]> {
  const ids = (await listMonitors(db)).map((monitor) => monitor.id);
  return listTargetChanges(db, ids, now - 7 * DAY, 100);
}

/** A change of a target as lists show it: when, and what. */
export type ChangeView = { id: string; when: string; what: string };

export function changeViews(changes: readonly Row<"target_change">[], timeZone: string, now: Instant): ChangeView[] {
  return changes.map((change) => {
    const seen = formatMoment(change.seen_at, timeZone, now);
    const gapMs = change.seen_at - change.unseen_since;
    // Nobody looked for a while: it happened some time before it was seen.
    const when = gapMs > 3 * MINUTE ? `${seen}, or up to ${formatDuration(gapMs)} before` : seen;
    return { id: change.id, when, what: changeText(change) };
  });
}
