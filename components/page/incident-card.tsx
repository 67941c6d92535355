import type { SnapshotIncident } from "#lib/domain/snapshot.ts";
import { hrefIn } from "./address.ts";
import { Elapsed } from "./elapsed.tsx";
import { Expected } from "./expected.tsx";
import { Moment } from "./moment.tsx";
import { Say } from "./say.tsx";
import { ClaimedMark } from "./status-mark.tsx";
import { Timeline } from "./timeline.tsx";
import { claimed, tone, type View } from "./view.ts";
import { Written } from "./written.tsx";

// The rest is one link away; a page of ten long incidents is read by nobody.
const UPDATES_SHOWN = 3;

/** An open incident: what is wrong, since when, until when, and the latest words on it. */
export function IncidentCard({ incident, view }: { incident: SnapshotIncident; view: View }) {
  const href = hrefIn(view, `/incidents/${incident.id}`);
  return (
    <article className={`card inc ${tone(claimed(incident.tone, view))}`}>
      <h3>
        <a href={href}>
          <Written text={incident.title} view={view} />
        </a>
      </h3>
      <AffectedNow incident={incident} view={view} />
      <IncidentFacts incident={incident} view={view} />
      <Timeline updates={incident.updates.slice(0, UPDATES_SHOWN)} view={view} />
      {incident.updates.length > UPDATES_SHOWN && (
        <p className="more">
          <a href={href}>{view.words.say("incident.allUpdates", { count: incident.updates.length })}</a>
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
          <Written text={component.name} view={view} /> <ClaimedMark status={component.status} view={view} />
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
        <Elapsed from={incident.startedAt} to={incident.resolvedAt} view={view} />{" "}
        {isOpen && !isBack && <Expected at={incident.expectedAt} view={view} />}
      </p>
      {isOpen && incident.passingSince !== null && view.isCurrent && (
        <p className="passing">
          <Say view={view} words="incident.passing" at={<Moment at={incident.passingSince} view={view} />} />
        </p>
      )}
    </>
  );
}
