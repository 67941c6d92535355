import type { Instant } from "#lib/domain/instant.ts";
import { Moment, Ticking } from "./moment.tsx";
import { Say } from "./say.tsx";
import type { View } from "./view.ts";

/** When it is expected to be over, whether that has passed, or that nobody can say yet. */
export function Expected({ at, view }: { at: Instant | null; view: View }) {
  const { words } = view;
  if (at === null) return <span>{words.say("expected.none")}</span>;
  const moment = <Moment at={at} view={view} />;
  const left = <Ticking at={at} rel="in" words={words.inAbout(at - view.at)} about={words.say("time.about")} />;
  return (
    <span className="eta">
      {view.isCurrent && at < view.at ? (
        <Say view={view} words="expected.late" at={moment} />
      ) : view.isCurrent ? (
        <Say view={view} words="expected.byIn" at={moment} in={left} />
      ) : (
        <Say view={view} words="expected.by" at={moment} />
      )}
    </span>
  );
}
