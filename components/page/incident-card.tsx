import type { SnapshotIncident } from "#lib/domain/snapshot.ts";
import { Elapsed } from "./elapsed.tsx";
import { Expected } from "./expected.tsx";
import { Moment } from "./moment.tsx";
import { ClaimedMark } from "./status-mark.tsx";
import { Timeline } from "./timeline.tsx";
import { claimed, tone, type View } from "./view.ts";

// The rest is one link away; a page of ten long incidents is read by nobody.
const UPDATES_SHOWN = 3;

/** An open incident: what is wrong, since when, until when, and the latest words on it. */
export function IncidentCard({ incident, view }: { incident: SnapshotIncident; view: View }) {
  const href = `/incidents/${incident.id}`;
  return (
    <article className={`card inc ${tone(claimed(incident.tone, view))}`}>
      <h3>
        <a href={href}>
          <bdi>{incident.title}</bdi>
        </a>
      </h3>
      <AffectedNow incident={incident} view={view} />
      <IncidentFacts incident={incident} view={view} />
      <Timeline updates={incident.updates.slice(0, UPDATES_SHOWN)} view={view} />
      {incident.updates.length > UPDATES_SHOWN && (
        <p className="more">
          <a href={href}>All {incident.updates.length} updates</a>
        </p>
      )}
    </article>
  );
}

/** The incident's components as they are now. */
export function AffectedNow({ incident, view }: { incident: SnapshotIncident; view: View }) {
  if (incident.components.length === 0) return null;
  return (
    <ul className="parts">
      {incident.components.map((component) => (
        <li key={component.slug}>
          <bdi>{component.name}</bdi> <ClaimedMark status={component.status} view={view} />
        </li>
      ))}
    </ul>
  );
}

/** Since when, until when, and whether our own checks agree that it is over. */
export function IncidentFacts({ incident, view }: { incident: SnapshotIncident; view: View }) {
  const isOpen = incident.resolvedAt === null;
  // Works again and is being watched: an estimate of when it works again has nothing left to say.
  const isBack = incident.status === "monitoring" && incident.tone === "operational";
  return (
    <>
      <p className="meta">
        <Elapsed from={incident.startedAt} to={incident.resolvedAt} view={view} />
        {isOpen && !isBack && <Expected at={incident.expectedAt} view={view} />}
      </p>
      {isOpen && incident.passingSince !== null && view.isCurrent && (
        <p className="passing">
          Automatic checks have been passing since <Moment at={incident.passingSince} view={view} />
        </p>
      )}
    </>
  );
}
