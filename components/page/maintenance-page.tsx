import { Markdown } from "#components/text/markdown.tsx";
import { formatWindow } from "#lib/domain/duration.ts";
import type { MaintenancePast, WorkStep } from "#lib/domain/maintenance-past.ts";
import { parseMarkdown } from "#lib/domain/markdown.ts";
import type { SnapshotMaintenance } from "#lib/domain/snapshot.ts";
import { Frame, LastKnown } from "./frame.tsx";
import { BackHome } from "./incident-page.tsx";
import { Moment } from "./moment.tsx";
import { WORK_WORDS, WorkMark, workStatus } from "./planned.tsx";
import { STATUS_WORDS, StatusMark } from "./status-mark.tsx";
import { tone, type View } from "./view.ts";

type Props = { name: string; maintenance: SnapshotMaintenance; past: MaintenancePast; view: View; version?: number };

/** The page of one window of planned work. */
export function MaintenancePage({ name, maintenance, past, view, version }: Props) {
  const isOver = maintenance.status === "completed" || maintenance.status === "cancelled";
  return (
    <Frame name={name} view={view} version={version}>
      <BackHome />
      <section className={`hero ${tone(workStatus(maintenance.status, view))}`} aria-labelledby="title">
        <WorkMark status={maintenance.status} view={view} />
        <h1 id="title">
          <bdi>{maintenance.title}</bdi>
        </h1>
        <p>{formatWindow(maintenance.startsAt, maintenance.endsAt, view.timeZone, view.at)}</p>
        {past.recurrence && (
          <p>
            Comes back {past.recurrence.words}, by the clocks of {past.recurrence.timeZone}
          </p>
        )}
        {maintenance.status === "verifying" && view.isCurrent && (
          <p className="passing">Its planned time is over. We are making sure that everything runs as it should.</p>
        )}
        {!view.isCurrent && (
          <p className="passing">
            <LastKnown view={view} />
          </p>
        )}
      </section>
      {past.touched.length > 0 && <Touched past={past} isOver={isOver} view={view} />}
      {maintenance.body.trim() !== "" && (
        <>
          <h2>{isOver ? "What was planned" : "What we will do"}</h2>
          <div className="card inc">
            <Markdown blocks={parseMarkdown(maintenance.body)} />
          </div>
        </>
      )}
      <h2>Updates</h2>
      <div className={`card inc ${tone(workStatus(maintenance.status, view))}`}>
        <ol className="log">
          {past.steps.map((step) => (
            <li key={step.id}>
              <Step step={step} view={view} />
            </li>
          ))}
        </ol>
      </div>
      {past.exemptReason !== null && (
        <p className="say mute">
          All of it counts as planned work, because: <bdi>{past.exemptReason}</bdi>
        </p>
      )}
      {past.coming.length > 0 && <Coming past={past} view={view} />}
      {!isOver && (
        <p className="more">
          <a href="/maintenance.ics">Calendar of planned work</a>
        </p>
      )}
    </Frame>
  );
}

function Touched({ past, isOver, view }: { past: MaintenancePast; isOver: boolean; view: View }) {
  return (
    <>
      <h2>Components</h2>
      <ul className="card rows">
        {past.touched.map((one) => (
          <li key={one.slug}>
            <a href={`/components/${one.slug}`}>
              <bdi>{one.name}</bdi>
            </a>
            {isOver ? (
              <small>{STATUS_WORDS[one.status]} meanwhile</small>
            ) : (
              <StatusMark
                status={view.isCurrent ? one.status : "unknown"}
                word={`${STATUS_WORDS[one.status]} meanwhile`}
              />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Step({ step, view }: { step: WorkStep; view: View }) {
  const when = (times: { startsAt: number; endsAt: number }) =>
    formatWindow(times.startsAt, times.endsAt, view.timeZone, view.at);
  return (
    <>
      <b>{step.kind === "moved" ? "Moved" : WORK_WORDS[step.status]}</b>
      <Moment at={step.at} view={view} />
      {step.kind === "moved" && (
        <p className="say">
          From {when(step.from)} to <strong>{when(step.to)}</strong>
        </p>
      )}
    </>
  );
}

function Coming({ past, view }: { past: MaintenancePast; view: View }) {
  return (
    <>
      <h2>The next ones</h2>
      <ul className="card rows">
        {past.coming.map((one) => (
          <li key={one.id}>
            <a href={`/maintenance/${one.id}`}>{formatWindow(one.startsAt, one.endsAt, view.timeZone, view.at)}</a>
          </li>
        ))}
      </ul>
    </>
  );
}
