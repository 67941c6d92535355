import { Markdown } from "#components/text/markdown.tsx";
import type { IncidentStatus } from "#lib/domain/incident.ts";
import type { IncidentPast } from "#lib/domain/incident-past.ts";
import type { Instant } from "#lib/domain/instant.ts";
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
export function Timeline(props: {
  updates: readonly SnapshotUpdate[];
  view: View;
  withChanges?: boolean;
  /** What they said before their words were changed; omitted where there is no room for it. */
  edits?: IncidentPast["edits"];
}) {
  const { updates, view, withChanges = false, edits } = props;
  return (
    <ol className="log">
      {updates.map((update, i) => (
        <li key={update.id} className={update.status === "resolved" && view.isCurrent ? "operational" : undefined}>
          <b>{STAGE_WORDS[update.status]}</b>
          <Moment at={update.happenedAt} view={view} />
          {update.editedAt !== null && <Edited at={update.editedAt} view={view} />}
          <Markdown blocks={parseMarkdown(update.body)} />
          {edits && <Former edits={edits[update.id] ?? []} view={view} />}
          {withChanges && <Changes update={update} before={updates[i + 1]} view={view} />}
        </li>
      ))}
    </ol>
  );
}

function Edited({ at, view }: { at: Instant; view: View }) {
  return (
    <small>
      {" "}
      edited <Moment at={at} view={view} />
    </small>
  );
}

/** What stood there before: words are changed, never replaced in silence. */
function Former({ edits, view }: { edits: readonly { body: string; at: Instant }[]; view: View }) {
  if (edits.length === 0) return null;
  return (
    <details className="key">
      <summary>What it said before</summary>
      {edits.map((edit) => (
        <blockquote key={edit.at} className="former">
          <small>
            Until <Moment at={edit.at} view={view} />
          </small>
          <Markdown blocks={parseMarkdown(edit.body)} />
        </blockquote>
      ))}
    </details>
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
