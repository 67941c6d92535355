import type { IncidentPast } from "#lib/domain/incident-past.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { SnapshotUpdate } from "#lib/domain/snapshot.ts";
import { Moment } from "./moment.tsx";
import { Say } from "./say.tsx";
import { tone, type View } from "./view.ts";
import { Written, WrittenText } from "./written.tsx";

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
          <b>{view.words.say(`stage.${update.status}`)}</b> <Moment at={update.happenedAt} view={view} />
          {update.editedAt !== null && <Edited at={update.editedAt} view={view} />}
          <WrittenText text={update.body} view={view} />
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
      <Say view={view} words="timeline.edited" at={<Moment at={at} view={view} />} />
    </small>
  );
}

/** What stood there before: words are changed, never replaced in silence. */
function Former({ edits, view }: { edits: readonly { body: string; at: Instant }[]; view: View }) {
  if (edits.length === 0) return null;
  return (
    <details className="key">
      <summary>{view.words.say("timeline.former")}</summary>
      {edits.map((edit) => (
        <blockquote key={edit.at} className="former">
          <small>
            <Say view={view} words="timeline.until" at={<Moment at={edit.at} view={view} />} />
          </small>
          <WrittenText text={edit.body} view={view} />
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
          <Written text={impact.name} view={view} />: {view.words.say(`status.${impact.from}`)}{" "}
          {view.words.direction === "ltr" ? "→" : "←"} <strong>{view.words.say(`status.${impact.to}`)}</strong>
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
  const wasAt = before?.expectedAt ?? null;
  const was = wasAt !== null && <Moment at={wasAt} view={view} />;
  if (update.expectedAt === null)
    return was ? <Say view={view} words="timeline.withdrawnWas" was={was} /> : view.words.say("timeline.withdrawn");
  const at = <Moment at={update.expectedAt} view={view} />;
  return was ? (
    <Say view={view} words="timeline.expectedWas" at={at} was={was} />
  ) : (
    <Say view={view} words="expected.by" at={at} />
  );
}
