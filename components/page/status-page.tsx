import { formatDay, formatDuration, formatWindow } from "#lib/domain/duration.ts";
import type { DetectedOutage, PageSnapshot, SnapshotGroup } from "#lib/domain/snapshot.ts";
import { ComponentGroups } from "./component-list.tsx";
import { BarPattern } from "./day-bars.tsx";
import { PageFrame } from "./frame.tsx";
import { Hero, LastConfirmedHero } from "./hero.tsx";
import { Expected, IncidentCard } from "./incident-card.tsx";
import { StatusMark } from "./status-mark.tsx";
import { Elapsed, Moment } from "./times.tsx";

/** What readers are told of an outage that only monitors have seen. */
export type Describe = (outage: DetectedOutage) => { title: string; sentence: string };

/** The whole front page. `isConfirmed` false: as it reads when nothing more can be confirmed. */
export function StatusPage({
  snapshot,
  isConfirmed,
  describe,
}: {
  snapshot: PageSnapshot;
  isConfirmed: boolean;
  describe: Describe;
}) {
  const { page, at, incidents, detected } = snapshot;
  const frame = { timeZone: page.timeZone, now: at };
  const groups = isConfirmed ? snapshot.groups : snapshot.groups.map(asUnknown);
  return (
    <PageFrame name={page.name} timeZone={page.timeZone}>
      <BarPattern />
      <main>
        {isConfirmed ? <Hero snapshot={snapshot} /> : <LastConfirmedHero snapshot={snapshot} />}
        {incidents.length + detected.length > 0 && <h2>Now</h2>}
        {incidents.map((incident) => (
          <IncidentCard key={incident.id} incident={incident} {...frame} />
        ))}
        {detected.map((outage) => (
          <Detected key={outage.components.join()} outage={outage} words={describe(outage)} {...frame} />
        ))}
        <ComponentGroups groups={groups} />
        <Planned snapshot={snapshot} />
        <Past snapshot={snapshot} />
      </main>
    </PageFrame>
  );
}

function asUnknown(group: SnapshotGroup): SnapshotGroup {
  return { ...group, components: group.components.map((one) => ({ ...one, status: "unknown", latencyMs: null })) };
}

/** What automatic checks see and nobody has written about yet. */
function Detected({
  outage,
  words,
  timeZone,
  now,
}: {
  outage: DetectedOutage;
  words: ReturnType<Describe>;
  timeZone: string;
  now: number;
}) {
  return (
    <article className={`card inc ${outage.status}`}>
      <h3>{words.title}</h3>
      <p className="meta">
        <StatusMark status={outage.status} />
        <span>
          Since <Moment at={outage.since} timeZone={timeZone} now={now} />, <Elapsed since={outage.since} now={now} />{" "}
          so far
        </span>
        {outage.expectedAt !== null && <Expected at={outage.expectedAt} timeZone={timeZone} now={now} />}
      </p>
      <p className="say">
        {words.sentence} Our automatic checks found this. We will post here as soon as we know more.
      </p>
    </article>
  );
}

function Planned({ snapshot: { maintenances, page, at } }: { snapshot: PageSnapshot }) {
  if (maintenances.length === 0) return null;
  return (
    <section aria-label="Planned work">
      <h2>Planned</h2>
      <div className="card">
        {maintenances.map((window) => (
          <div className="past" key={window.id}>
            <a href={`/maintenance/${window.id}`}>
              <bdi>{window.title}</bdi>
            </a>
            <span>
              {window.status === "in_progress" && "In progress: "}
              {window.status === "verifying" && "Running over: "}
              {formatWindow(window.startsAt, window.endsAt, page.timeZone, at)}
            </span>
          </div>
        ))}
      </div>
    </section>
  );
}

function Past({ snapshot: { past, page, at } }: { snapshot: PageSnapshot }) {
  return (
    <section aria-label="Past 14 days">
      <h2>Past 14 days</h2>
      <div className="card">
        {past.length === 0 && <div className="past">No incidents in the past 14 days.</div>}
        {past.map((incident) => (
          <div className="past" key={incident.id}>
            <a href={`/incidents/${incident.id}`}>
              <bdi>{incident.title}</bdi>
            </a>
            <span>
              {formatDay(incident.startedAt, page.timeZone, at)} ·{" "}
              {formatDuration(incident.resolvedAt - incident.startedAt)}
            </span>
          </div>
        ))}
      </div>
    </section>
  );
}
