import type { IncidentPast } from "#lib/domain/incident-past.ts";
import type { SnapshotIncident } from "#lib/domain/snapshot.ts";
import { type ComponentStatus, type EffectiveStatus, worstStatus } from "#lib/domain/status.ts";
import { hrefIn } from "./address.ts";
import { BackHome, Frame, LastKnown } from "./frame.tsx";
import { IncidentFacts } from "./incident-card.tsx";
import { Moment } from "./moment.tsx";
import { Say } from "./say.tsx";
import { ClaimedMark, StatusMark } from "./status-mark.tsx";
import { Timeline } from "./timeline.tsx";
import { claimed, tone, type View } from "./view.ts";
import { Written, WrittenText } from "./written.tsx";

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
      <BackHome view={view} />
      <section className={`hero ${tone(status)}`} aria-labelledby="title">
        <StatusMark status={status} word={view.words.say(`stage.${incident.status}`)} />
        <h1 id="title">
          <Written text={incident.title} view={view} />
        </h1>
        <p>{view.words.say(`impact.${incident.impact}`)}</p>
        <IncidentFacts incident={incident} view={view} />
        {!view.isCurrent && (
          <p className="passing">
            <LastKnown view={view} />
          </p>
        )}
      </section>
      {incident.components.length > 0 && <Affected incident={incident} view={view} />}
      <h2>{view.words.say("incident.updates")}</h2>
      <div className={`card inc ${tone(claimed(incident.tone, view))}`}>
        <Timeline updates={incident.updates} view={view} edits={past.edits} withChanges />
      </div>
      <Promises incident={incident} view={view} />
      {past.postmortem && <Postmortem postmortem={past.postmortem} view={view} />}
      <Related past={past} view={view} />
      {incident.resolvedAt === null && view.isCurrent && <Follow incident={incident} view={view} />}
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
      <h2>{view.words.say("incident.expected")}</h2>
      <ol className="card rows">
        {given.map((update) => (
          <li key={update.id}>
            <span>
              {update.expectedAt === null ? (
                view.words.say("incident.withdrawn")
              ) : (
                <Moment at={update.expectedAt} view={view} />
              )}
            </span>
            <small>
              <Say view={view} words="incident.saidAt" at={<Moment at={update.happenedAt} view={view} />} />
            </small>
          </li>
        ))}
        {incident.resolvedAt !== null && (
          <li>
            <span>
              <Say view={view} words="incident.resolvedAt" at={<Moment at={incident.resolvedAt} view={view} />} />
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
      <h2>{view.words.say("incident.postmortem")}</h2>
      <div className="card inc">
        <WrittenText text={postmortem.body} view={view} />
        <p className="meta">
          <span>
            <Say
              view={view}
              words={postmortem.changedAt > postmortem.publishedAt ? "incident.publishedChanged" : "incident.published"}
              at={<Moment at={postmortem.publishedAt} view={view} />}
              changed={<Moment at={postmortem.changedAt} view={view} />}
            />
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
      <h2>{view.words.say("incident.related")}</h2>
      <ul className="card rows">
        {work.map((window) => (
          <li key={window.id}>
            <div>
              <a href={hrefIn(view, `/maintenance/${window.id}`)}>
                <Written text={window.title} view={view} />
              </a>
              <small>{view.words.say("incident.workThen")}</small>
            </div>
          </li>
        ))}
        {related.map((one) => (
          <li key={one.id}>
            <div>
              <a href={hrefIn(view, `/incidents/${one.id}`)}>
                <Written text={one.title} view={view} />
              </a>
              <small>{view.words.say(`impact.${one.impact}`)}</small>
            </div>
            <small>
              {view.words.day(one.startedAt, view.timeZone, view.at)} ·{" "}
              {one.resolvedAt === null
                ? view.words.say("incident.goesOn")
                : view.words.duration(one.resolvedAt - one.startedAt)}
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
function Follow({ incident, view }: { incident: SnapshotIncident; view: View }) {
  return (
    <>
      <h2>{view.words.say("incident.follow")}</h2>
      <form className="card" method="post" action="/subscribe">
        <input type="hidden" name="channel" value="email" />
        <input type="hidden" name="incident" value={incident.id} />
        <input type="hidden" name="language" value={view.words.language} />
        <label>
          {view.words.say("incident.email")}{" "}
          <input type="email" name="target" required maxLength={254} autoComplete="email" />
        </label>
        <div>
          <button type="submit" className="btn">
            {view.words.say("incident.tellMe")}
          </button>
        </div>
      </form>
    </>
  );
}

function Affected({ incident, view }: { incident: SnapshotIncident; view: View }) {
  return (
    <>
      <h2>{view.words.say("page.components")}</h2>
      <ul className="card rows">
        {incident.components.map((component) => (
          <li key={component.slug}>
            <div>
              <Written text={component.name} view={view} />
              <small>
                {view.words.say("incident.worst", {
                  status: view.words.say(`status.${worstOf(component.name, incident)}`),
                })}
              </small>
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
