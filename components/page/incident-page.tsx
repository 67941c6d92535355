import type { IncidentImpact } from "#lib/domain/incident.ts";
import type { SnapshotIncident } from "#lib/domain/snapshot.ts";
import { type ComponentStatus, type EffectiveStatus, worstStatus } from "#lib/domain/status.ts";
import { Frame, LastKnown } from "./frame.tsx";
import { IncidentFacts } from "./incident-card.tsx";
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
export function IncidentPage(props: { name: string; incident: SnapshotIncident; view: View; version?: number }) {
  const { name, incident, view, version } = props;
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
        <Timeline updates={incident.updates} view={view} withChanges />
      </div>
      {incident.resolvedAt === null && view.isCurrent && <Follow incident={incident} />}
    </Frame>
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
