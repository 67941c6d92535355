import type { MaintenancePast, WorkStep } from "#lib/domain/maintenance-past.ts";
import type { SnapshotMaintenance } from "#lib/domain/snapshot.ts";
import type { ComponentStatus } from "#lib/domain/status.ts";
import { hrefIn } from "./address.ts";
import { BackHome, Frame, LastKnown } from "./frame.tsx";
import { Moment } from "./moment.tsx";
import { WorkMark, workStatus, workWord } from "./planned.tsx";
import { Say } from "./say.tsx";
import { StatusMark } from "./status-mark.tsx";
import { tone, type View } from "./view.ts";
import { Written, WrittenText } from "./written.tsx";

type Props = { name: string; maintenance: SnapshotMaintenance; past: MaintenancePast; view: View; version?: number };

/** The page of one window of planned work. */
export function MaintenancePage({ name, maintenance, past, view, version }: Props) {
  const isOver = maintenance.status === "completed" || maintenance.status === "cancelled";
  return (
    <Frame name={name} view={view} version={version}>
      <BackHome view={view} />
      <section className={`hero ${tone(workStatus(maintenance.status, view))}`} aria-labelledby="title">
        <WorkMark status={maintenance.status} view={view} />
        <h1 id="title">
          <Written text={maintenance.title} view={view} />
        </h1>
        <p>{view.words.window(maintenance.startsAt, maintenance.endsAt, view.timeZone, view.at)}</p>
        {past.recurrence && <p>{recurrenceWords(past.recurrence, view)}</p>}
        {maintenance.status === "verifying" && view.isCurrent && (
          <p className="passing">{view.words.say("maintenance.verifying")}</p>
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
          <h2>{view.words.say(isOver ? "maintenance.wasPlanned" : "maintenance.willDo")}</h2>
          <div className="card inc">
            <WrittenText text={maintenance.body} view={view} />
          </div>
        </>
      )}
      <h2>{view.words.say("incident.updates")}</h2>
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
          <Say view={view} words="maintenance.exempt" reason={<Written text={past.exemptReason} view={view} />} />
        </p>
      )}
      {past.coming.length > 0 && <Coming past={past} view={view} />}
      {!isOver && (
        <p className="more">
          <a href="/maintenance.ics">{view.words.say("maintenance.calendar")}</a>
        </p>
      )}
    </Frame>
  );
}

/** The rule itself is put into words in English alone. */
function recurrenceWords(
  { words: rule, timeZone }: NonNullable<MaintenancePast["recurrence"]>,
  { words }: View,
): string {
  const known = words.language === "en" ? rule : words.say("maintenance.regularly");
  return words.say("maintenance.recurs", { rule: known, zone: timeZone });
}

function Touched({ past, isOver, view }: { past: MaintenancePast; isOver: boolean; view: View }) {
  const meanwhile = (status: ComponentStatus) =>
    view.words.say("maintenance.meanwhile", { status: view.words.say(`status.${status}`) });
  return (
    <>
      <h2>{view.words.say("page.components")}</h2>
      <ul className="card rows">
        {past.touched.map((one) => (
          <li key={one.slug}>
            <a href={hrefIn(view, `/components/${one.slug}`)}>
              <Written text={one.name} view={view} />
            </a>
            {isOver ? (
              <small>{meanwhile(one.status)}</small>
            ) : (
              <StatusMark status={view.isCurrent ? one.status : "unknown"} word={meanwhile(one.status)} />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Step({ step, view }: { step: WorkStep; view: View }) {
  const when = (times: { startsAt: number; endsAt: number }) =>
    view.words.window(times.startsAt, times.endsAt, view.timeZone, view.at);
  return (
    <>
      <b>{step.kind === "moved" ? view.words.say("work.moved") : workWord(step.status, view)}</b>
      <Moment at={step.at} view={view} />
      {step.kind === "moved" && (
        <p className="say">
          <Say view={view} words="maintenance.fromTo" from={when(step.from)} to={<strong>{when(step.to)}</strong>} />
        </p>
      )}
    </>
  );
}

function Coming({ past, view }: { past: MaintenancePast; view: View }) {
  return (
    <>
      <h2>{view.words.say("maintenance.next")}</h2>
      <ul className="card rows">
        {past.coming.map((one) => (
          <li key={one.id}>
            <a href={hrefIn(view, `/maintenance/${one.id}`)}>
              {view.words.window(one.startsAt, one.endsAt, view.timeZone, view.at)}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
