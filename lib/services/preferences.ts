import { eventsOf, type Preferences } from "#lib/domain/subscription.ts";
import type { Row } from "#lib/store/schema.ts";

/** What a subscriber has chosen, as the rules read it. */
export function preferencesOf(
  row: Pick<
    Row<"subscriber">,
    "events" | "min_impact" | "digest" | "quiet_from" | "quiet_until" | "time_zone" | "language"
  >,
): Preferences {
  const { quiet_from: from, quiet_until: until } = row;
  return {
    events: eventsOf(row.events),
    minImpact: row.min_impact,
    digest: row.digest,
    quiet: from === null || until === null ? null : { from, until },
    timeZone: row.time_zone,
    language: row.language,
  };
}
