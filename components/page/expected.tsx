import { formatDuration } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { Moment, Ticking } from "./moment.tsx";
import type { View } from "./view.ts";

/** When it is expected to be over, whether that has passed, or that nobody can say yet. */
export function Expected({ at, view }: { at: Instant | null; view: View }) {
  if (at === null) return <span>No estimate yet</span>;
  if (view.isCurrent && at < view.at) {
    return (
      <span className="eta">
        Taking longer than expected; was expected by <Moment at={at} view={view} />
      </span>
    );
  }
  return (
    <span className="eta">
      Expected back by <Moment at={at} view={view} />
      {view.isCurrent && (
        <>
          {" "}
          (<Ticking at={at} rel="in" words={`in about ${formatDuration(at - view.at)}`} />)
        </>
      )}
    </span>
  );
}
