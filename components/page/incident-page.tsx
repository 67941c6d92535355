import { Markdown } from "#components/text/markdown.tsx";
import { formatDay, formatDuration } from "#lib/domain/duration.ts";
import type { IncidentImpact } from "#lib/domain/incident.ts";
import type { IncidentPast } from "#lib/domain/incident-past.ts";
import { parseMarkdown } from "#lib/domain/markdown.ts";
import type { SnapshotIncident } from "#lib/domain/snapshot.ts";
import { type ComponentStatus, type EffectiveStatus, worstStatus } from "#lib/domain/status.ts";
import { Frame, LastKnown } from "./frame.tsx";
import { IncidentFacts } from "./incident-card.tsx";
import { Moment } from "./moment.tsx";
import { ClaimedMark, STATUS_WORDS, StatusMark } from "./status-mark.tsx";
import { STAGE_WORDS, Timeline } from "./timeline.tsx";
import { claimed, tone, type View } from "./view.ts";

/** How grave an incident was, in the words of readers. */
export const IMPACT_WORDS: Record<IncidentImpact, string> = {
  none: "No impact",
  minor: "Minor impact",
  major: "Major impact",
  critical: "Critical impact",
};

/** An incident's permanent page: how it stands, whom it touched, and everything said about it. */
export function IncidentPage(props: {
  name: string;
  incident: SnapshotIncident;
  past: IncidentPast;
  view: View;
  version?: number;
}) {
  const { name, incident, past, view, version } = props;
  const status = incidentStatus(incident, view);
  return (
    <Frame name={name} view={view} version={version}>
      <BackHome />
      <section className={`hero ${tone(status)}`} aria-labelledby="title">
        <StatusMark status={status} word={STAGE_WORDS[incident.status]} />
        <h1 id="title">
          <bdi>{incident.title}</bdi>
        </h1>
        <p>{IMPACT_WORDS[incident.impact]}</p>
        <IncidentFacts incident={incident} view={view} />
        {!view.isCurrent && (
          <p className="passing">
            <LastKnown view={view} />
          </p>
        )}
      </section>
      {incident.components.length > 0 && <Affected incident={incident} view={view} />}
      <h2>Updates</h2>
      <div className={`card inc ${tone(claimed(incident.tone, view))}`}>
        <Timeline updates={incident.updates} view={view} edits={past.edits} withChanges />
      </div>
      <Promises incident={incident} view={view} />
      {past.postmortem && <Postmortem postmortem={past.postmortem} view={view} />}
      <Related past={past} view={view} />
      {incident.resolvedAt === null && view.isCurrent && <Follow incident={incident} />}
    </Frame>
  );
}

/** Every expected resolution there was, when it was given more than once: a promise that moved is not hidden. */
function Promises({ incident, view }: { incident: SnapshotIncident; view: View }) {
  const oldestFirst = incident.updates.toReversed();
  const given = oldestFirst.filter((update, i) => {
    const before = oldestFirst[i - 1]?.expectedAt ?? null;
    return update.status !== "resolved" && update.expectedAt !== before;
  });
  if (given.length < 2) return null;
  return (
    <>
      <h2>Expected resolution</h2>
      <ol className="card rows">
        {given.map((update) => (
          <li key={update.id}>
            <span>{update.expectedAt === null ? "Withdrawn" : <Moment at={update.expectedAt} view={view} />}</span>
            <small>
              said at <Moment at={update.happenedAt} view={view} />
            </small>
          </li>
        ))}
        {incident.resolvedAt !== null && (
          <li>
            <span>
              Resolved <Moment at={incident.resolvedAt} view={view} />
            </span>
          </li>
        )}
      </ol>
    </>
  );
}

function Postmortem({ postmortem, view }: { postmortem: NonNullable<IncidentPast["postmortem"]>; view: View }) {
  return (
    <section id="postmortem">
      <h2>Postmortem</h2>
      <div className="card inc">
        <Markdown blocks={parseMarkdown(postmortem.body)} />
        <p className="meta">
          <span>
            Published <Moment at={postmortem.publishedAt} view={view} />
            {postmortem.changedAt > postmortem.publishedAt && (
              <>
                , changed <Moment at={postmortem.changedAt} view={view} />
              </>
            )}
          </span>
        </p>
      </div>
    </section>
  );
}

function Related({ past: { related, work }, view }: { past: IncidentPast; view: View }) {
  if (related.length + work.length === 0) return null;
  return (
    <>
      <h2>Related</h2>
      <ul className="card rows">
        {work.map((window) => (
          <li key={window.id}>
            <div>
              <a href={`/maintenance/${window.id}`}>
                <bdi>{window.title}</bdi>
              </a>
              <small>Planned work at that time</small>
            </div>
          </li>
        ))}
        {related.map((one) => (
          <li key={one.id}>
            <div>
              <a href={`/incidents/${one.id}`}>
                <bdi>{one.title}</bdi>
              </a>
              <small>{IMPACT_WORDS[one.impact]}</small>
            </div>
            <small>
              {formatDay(one.startedAt, view.timeZone, view.at)} ·{" "}
              {one.resolvedAt === null ? "goes on" : formatDuration(one.resolvedAt - one.startedAt)}
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The status that colours an incident: what its components are now, and never green before it is resolved. */
export function incidentStatus(incident: SnapshotIncident, view: View): EffectiveStatus {
  if (incident.resolvedAt !== null) return claimed("operational", view);
  return claimed(incident.tone === "operational" ? "degraded_performance" : incident.tone, view);
}

/** Asks for an address alone: nothing but this incident is mailed there, and nothing once it is over. */
function Follow({ incident }: { incident: SnapshotIncident }) {
  return (
    <>
      <h2>Follow this incident</h2>
      <form className="card" method="post" action="/subscribe">
        <input type="hidden" name="channel" value="email" />
        <input type="hidden" name="incident" value={incident.id} />
        <label>
          Email <input type="email" name="target" required maxLength={254} autoComplete="email" />
        </label>
        <div>
          <button type="submit" className="btn">
            Tell me how it goes on
          </button>
        </div>
      </form>
    </>
  );
}

export function BackHome() {
  return (
    <p className="back">
      <a href="/">← Current status</a>
    </p>
  );
}

function Affected({ incident, view }: { incident: SnapshotIncident; view: View }) {
  return (
    <>
      <h2>Components</h2>
      <ul className="card rows">
        {incident.components.map((component) => (
          <li key={component.slug}>
            <div>
              <bdi>{component.name}</bdi>
              <small>At worst: {STATUS_WORDS[worstOf(component.name, incident)]}</small>
            </div>
            {incident.resolvedAt === null && <ClaimedMark status={component.status} view={view} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function worstOf(name: string, incident: SnapshotIncident): ComponentStatus {
  const told = incident.updates.flatMap((update) => update.impacts.filter((impact) => impact.name === name));
  return worstStatus(told.map((impact) => impact.to).filter((status) => status !== "unknown"));
}
