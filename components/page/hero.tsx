import type { PageSnapshot } from "#lib/domain/snapshot.ts";
import { LastKnown } from "./frame.tsx";
import { headline, pageStatus } from "./headline.ts";
import { SecondsMark } from "./moment.tsx";
import { Say } from "./say.tsx";
import { StatusMark } from "./status-mark.tsx";
import { tone, type View } from "./view.ts";

/** The state of everything, in words first. */
export function Hero({ snapshot, view }: { snapshot: PageSnapshot; view: View }) {
  const status = pageStatus(snapshot, view);
  return (
    <section className={`hero ${tone(status)}`} aria-labelledby="state">
      <StatusMark status={status} word={view.words.say(`status.${status}`)} />
      <h1 id="state" dir="auto">
        {headline(snapshot, view)}
      </h1>
      <p>{view.isCurrent ? <Checked snapshot={snapshot} view={view} /> : <LastKnown view={view} />}</p>
    </section>
  );
}

function Checked({ snapshot, view }: { snapshot: PageSnapshot; view: View }) {
  const { affected, total, state } = snapshot.summary;
  const time = <SecondsMark at={snapshot.checkedAt ?? view.at} view={view} />;
  return (
    <>
      {affected > 0 && state.kind !== "several" && `${view.words.say("hero.affected", { affected, total })} `}
      <Say view={view} words={snapshot.checkedAt === null ? "hero.asOf" : "hero.checked"} time={time} />
    </>
  );
}
