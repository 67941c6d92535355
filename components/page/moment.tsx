import type { Instant } from "#lib/domain/instant.ts";
import type { View } from "./view.ts";

/** An instant as the page prints it: "14:06 UTC", with the day when it is not today. */
export function Moment({ at, view }: { at: Instant; view: View }) {
  return <time dateTime={new Date(at).toISOString()}>{view.words.moment(at, view.timeZone, view.at)}</time>;
}

/**
 * When the facts are from, to the second. The page's script turns it into "4 seconds ago" and keeps it so;
 * it does the same with `for` and `in` below.
 */
export function SecondsMark({ at, view }: { at: Instant; view: View }) {
  return (
    <time dateTime={new Date(at).toISOString()} data-rel="ago">
      {view.words.timeWithSeconds(at, view.timeZone)}
    </time>
  );
}

type Ticks = { at: Instant; words: string } & ({ rel: "for" } | { rel: "in"; about: string });

/** A length of time that grows (`for`) or shrinks (`in`, with the language's word for "about") while the page is open. */
export function Ticking({ at, words, ...ticks }: Ticks) {
  return (
    <time
      dateTime={new Date(at).toISOString()}
      data-rel={ticks.rel}
      data-about={ticks.rel === "in" ? ticks.about : undefined}
    >
      {words}
    </time>
  );
}
