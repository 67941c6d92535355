import { Markdown } from "#components/text/markdown.tsx";
import { formatWindow } from "#lib/domain/duration.ts";
import { parseMarkdown } from "#lib/domain/markdown.ts";
import type { SnapshotMaintenance } from "#lib/domain/snapshot.ts";
import { Frame, LastKnown } from "./frame.tsx";
import { BackHome } from "./incident-page.tsx";
import { WorkMark, workStatus } from "./planned.tsx";
import { tone, type View } from "./view.ts";

/** The page of one window of planned work. */
export function MaintenancePage(props: { name: string; maintenance: SnapshotMaintenance; view: View }) {
  const { name, maintenance, view } = props;
  return (
    <Frame name={name} view={view}>
      <BackHome />
      <section className={`hero ${tone(workStatus(maintenance.status, view))}`} aria-labelledby="title">
        <WorkMark status={maintenance.status} view={view} />
        <h1 id="title">
          <bdi>{maintenance.title}</bdi>
        </h1>
        <p>{formatWindow(maintenance.startsAt, maintenance.endsAt, view.timeZone, view.at)}</p>
        {!view.isCurrent && (
          <p className="passing">
            <LastKnown view={view} />
          </p>
        )}
      </section>
      {maintenance.components.length > 0 && (
        <>
          <h2>Components</h2>
          <ul className="card rows">
            {maintenance.components.map((component) => (
              <li key={component}>
                <bdi>{component}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
      {maintenance.body.trim() !== "" && (
        <>
          <h2>What we will do</h2>
          <div className="card inc">
            <Markdown blocks={parseMarkdown(maintenance.body)} />
          </div>
        </>
      )}
    </Frame>
  );
}
