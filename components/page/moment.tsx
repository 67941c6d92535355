import { formatMoment, formatTimeWithSeconds } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { View } from "./view.ts";

/** An instant as the page prints it: "14:06 UTC", with the day when it is not today. */
export function Moment({ at, view }: { at: Instant; view: View }) {
  return <time dateTime={new Date(at).toISOString()}>{formatMoment(at, view.timeZone, view.at)}</time>;
}

/**
 * When the facts are from, to the second. The page's script turns it into "4 seconds ago" and keeps it so;
 * it does the same with `for` and `in` below.
 */
export function SecondsMark({ at, timeZone }: { at: Instant; timeZone: string }) {
  return (
    <time dateTime={new Date(at).toISOString()} data-rel="ago">
      {formatTimeWithSeconds(at, timeZone)}
    </time>
  );
}

/** A length of time that grows (`for`) or shrinks (`in`) while the page is open. */
export function Ticking({ at, rel, words }: { at: Instant; rel: "for" | "in"; words: string }) {
  return (
    <time dateTime={new Date(at).toISOString()} data-rel={rel}>
      {words}
    </time>
  );
}
