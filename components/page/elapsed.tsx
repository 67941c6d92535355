import type { Instant } from "#lib/domain/instant.ts";
import { Moment, Ticking } from "./moment.tsx";
import { Say } from "./say.tsx";
import type { View } from "./view.ts";

/** Since when, and for how long so far or in all. */
export function Elapsed({ from, to, view }: { from: Instant; to: Instant | null; view: View }) {
  const at = <Moment at={from} view={view} />;
  const duration = view.words.duration((to ?? view.at) - from);
  if (to !== null)
    return (
      <span>
        <Say view={view} words="elapsed.lasted" at={at} duration={duration} />
      </span>
    );
  const ticking = <Ticking at={from} rel="for" words={duration} />;
  return (
    <span>
      {view.isCurrent ? (
        <Say view={view} words="elapsed.soFar" at={at} duration={ticking} />
      ) : (
        <Say view={view} words="elapsed.started" at={at} />
      )}
    </span>
  );
}
