import { Markdown } from "#components/text/markdown.tsx";
import type { IncidentStatus } from "#lib/domain/incident.ts";
import { parseMarkdown } from "#lib/domain/markdown.ts";
import type { SnapshotUpdate } from "#lib/domain/snapshot.ts";
import { Moment } from "./moment.tsx";
import { STATUS_WORDS } from "./status-mark.tsx";
import { tone, type View } from "./view.ts";

/** Where an incident stands, in the words of readers. */
export const STAGE_WORDS: Readonly<Record<IncidentStatus, string>> = {
  investigating: "Investigating",
  identified: "Identified",
  monitoring: "Monitoring",
  resolved: "Resolved",
};

/** What was said, newest first. `withChanges`: also what each update changed of components and of the expected end. */
export function Timeline(props: { updates: readonly SnapshotUpdate[]; view: View; withChanges?: boolean }) {
  const { updates, view, withChanges = false } = props;
  return (
    <ol className="log">
      {updates.map((update, i) => (
        <li key={update.id} className={update.status === "resolved" && view.isCurrent ? "operational" : undefined}>
          <b>{STAGE_WORDS[update.status]}</b>
          <Moment at={update.happenedAt} view={view} />
          <Markdown blocks={parseMarkdown(update.body)} />
          {withChanges && <Changes update={update} before={updates[i + 1]} view={view} />}
        </li>
      ))}
    </ol>
  );
}

function Changes({ update, before, view }: { update: SnapshotUpdate; before: SnapshotUpdate | undefined; view: View }) {
  const changed = update.impacts.filter((impact) => impact.from !== impact.to);
  const isNewEstimate = update.status !== "resolved" && update.expectedAt !== (before?.expectedAt ?? null);
  if (changed.length === 0 && !isNewEstimate) return null;
  return (
    <ul className="changes">
      {changed.map((impact) => (
        <li key={impact.name} className={view.isCurrent ? tone(impact.to) : "unknown"}>
          <bdi>{impact.name}</bdi>: {STATUS_WORDS[impact.from]} → <strong>{STATUS_WORDS[impact.to]}</strong>
        </li>
      ))}
      {isNewEstimate && (
        <li>
          <Estimate update={update} before={before} view={view} />
        </li>
      )}
    </ul>
  );
}

function Estimate({
  update,
  before,
  view,
}: {
  update: SnapshotUpdate;
  before: SnapshotUpdate | undefined;
  view: View;
}) {
  const was = before?.expectedAt ?? null;
  if (update.expectedAt === null) {
    return (
      <>
        Estimate withdrawn
        {was !== null && (
          <>
            {" "}
            (was <Moment at={was} view={view} />)
          </>
        )}
      </>
    );
  }
  return (
    <>
      Expected back by <Moment at={update.expectedAt} view={view} />
      {was !== null && (
        <>
          {" "}
          (was <Moment at={was} view={view} />)
        </>
      )}
    </>
  );
}
