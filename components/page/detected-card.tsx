import type { DetectedOutage } from "#lib/domain/snapshot.ts";
import { Elapsed } from "./elapsed.tsx";
import { Expected } from "./expected.tsx";
import { Moment } from "./moment.tsx";
import { Say } from "./say.tsx";
import { ClaimedMark } from "./status-mark.tsx";
import { claimed, tone, type View } from "./view.ts";

/** What monitors found and nobody has written about yet, with the words for it (lib/diagnosis/words.ts). */
export type ToldOutage = { outage: DetectedOutage; title: string; sentence: string };

export function DetectedCard({ found, view }: { found: ToldOutage; view: View }) {
  const { outage, title, sentence } = found;
  return (
    <article className={`card inc ${tone(claimed(outage.status, view))}`}>
      <ClaimedMark status={outage.status} view={view} />
      <h3>{title}</h3>
      <p className="meta">
        <Elapsed from={outage.since} to={null} view={view} />
        {outage.expectedAt !== null && <Expected at={outage.expectedAt} view={view} />}
      </p>
      <p className="say">{sentence}</p>
      <p className="say mute">
        <Say view={view} words="detected.found" at={<Moment at={outage.since} view={view} />} />
      </p>
    </article>
  );
}
