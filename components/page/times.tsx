import { formatDuration, formatMoment } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";

/** A moment in the page's zone, readable by machines. */
export function Moment({ at, timeZone, now }: { at: Instant; timeZone: string; now: Instant }) {
  return <time dateTime={new Date(at).toISOString()}>{formatMoment(at, timeZone, now)}</time>;
}

/** How long it has lasted; the page's script lets it tick. */
export function Elapsed({ since, now }: { since: Instant; now: Instant }) {
  return (
    <time dateTime={new Date(since).toISOString()} data-rel="for">
      {formatDuration(now - since)}
    </time>
  );
}
