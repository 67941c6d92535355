import { formatDuration, formatMoment } from "#lib/domain/duration.ts";
import type { IncidentStatus } from "#lib/domain/incident.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { SnapshotIncident, SnapshotUpdate } from "#lib/domain/snapshot.ts";
import { Markdown } from "./markdown.tsx";
import { STATUS_WORDS, StatusMark } from "./status-mark.tsx";
import { Elapsed, Moment } from "./times.tsx";

export const STAGE_WORDS: Record<IncidentStatus, string> = {
  investigating: "Investigating",
  identified: "Identified",
  monitoring: "Monitoring",
  resolved: "Resolved",
};

type Frame = { timeZone: string; now: Instant };

/** An open incident on the front page: what, since when, until when, and the story, newest first. */
export function IncidentCard({ incident, ...frame }: { incident: SnapshotIncident } & Frame) {
  return (
    <article className={`card inc ${incident.tone}`}>
      <h3>
        <a href={`/incidents/${incident.id}`}>
          <bdi>{incident.title}</bdi>
        </a>
      </h3>
      <IncidentFacts incident={incident} {...frame} />
      <Timeline updates={incident.updates} {...frame} />
    </article>
  );
}

export function IncidentFacts({ incident, timeZone, now }: { incident: SnapshotIncident } & Frame) {
  const isOpen = incident.resolvedAt === null;
  return (
    <>
      {incident.components.length > 0 && (
        <ul className="meta">
          {incident.components.map((component) => (
            <li key={component.slug}>
              <StatusMark
                status={component.status}
                words={`${component.name}: ${STATUS_WORDS[component.status].toLowerCase()}`}
              />
            </li>
          ))}
        </ul>
      )}
      <p className="meta">
        <span>
          Since <Moment at={incident.startedAt} timeZone={timeZone} now={now} />
          {", "}
          {isOpen ? (
            <>
              <Elapsed since={incident.startedAt} now={now} /> so far
            </>
          ) : (
            `lasted ${formatDuration((incident.resolvedAt as Instant) - incident.startedAt)}`
          )}
        </span>
        {isOpen && <Expected at={incident.expectedAt} timeZone={timeZone} now={now} />}
      </p>
      {isOpen && incident.passingSince !== null && (
        <p className="meta">
          <span>
            Our automatic checks have been passing since{" "}
            <Moment at={incident.passingSince} timeZone={timeZone} now={now} />.
          </span>
        </p>
      )}
    </>
  );
}

/** When it should be over; and honestly so when that has passed, or is not known. */
export function Expected({ at, timeZone, now }: { at: Instant | null } & Frame) {
  if (at === null) return <span className="eta">No estimate yet</span>;
  const moment = <Moment at={at} timeZone={timeZone} now={now} />;
  if (at < now) return <span className="eta">Taking longer than expected; was expected by {moment}</span>;
  return (
    <span className="eta">
      Expected back by {moment} (
      <time dateTime={new Date(at).toISOString()} data-rel="in">
        in about {formatDuration(at - now)}
      </time>
      )
    </span>
  );
}

export function Timeline({
  updates,
  timeZone,
  now,
  whole = false,
}: { updates: readonly SnapshotUpdate[]; whole?: boolean } & Frame) {
  return (
    <ol className="line">
      {updates.map((update, i) => (
        <li key={update.id}>
          <b>{STAGE_WORDS[update.status]}</b>
          <Moment at={update.happenedAt} timeZone={timeZone} now={now} />
          <Markdown text={update.body} />
          {whole && update.impacts.length > 0 && (
            <p className="was">
              {update.impacts
                .map(
                  (one) =>
                    `${one.name}: ${STATUS_WORDS[one.from].toLowerCase()} → ${STATUS_WORDS[one.to].toLowerCase()}`,
                )
                .join(" · ")}
            </p>
          )}
          {whole && <ExpectationChange update={update} before={updates[i + 1]} timeZone={timeZone} now={now} />}
        </li>
      ))}
    </ol>
  );
}

function ExpectationChange({
  update,
  before,
  timeZone,
  now,
}: { update: SnapshotUpdate; before: SnapshotUpdate | undefined } & Frame) {
  const was = before?.expectedAt ?? null;
  if (update.expectedAt === was || update.status === "resolved") return null;
  const words = (at: Instant | null) => (at === null ? "not known" : formatMoment(at, timeZone, now));
  return (
    <p className="was">
      Expected resolution: {words(update.expectedAt)}
      {before ? `, was ${words(was)}` : ""}
    </p>
  );
}
