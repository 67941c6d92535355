import { formatDuration } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { Moment, Ticking } from "./moment.tsx";
import type { View } from "./view.ts";

/** Since when, and for how long so far or in all. */
export function Elapsed({ from, to, view }: { from: Instant; to: Instant | null; view: View }) {
  return (
    <span>
      Started <Moment at={from} view={view} />
      {to !== null && `, lasted ${formatDuration(to - from)}`}
      {to === null && view.isCurrent && (
        <>
          , <Ticking at={from} rel="for" words={formatDuration(view.at - from)} /> so far
        </>
      )}
    </span>
  );
}
