import type { PageSnapshot } from "#lib/domain/snapshot.ts";
import { hrefIn } from "./address.ts";
import { BarKey } from "./bars.tsx";
import { ComponentRow } from "./component-row.tsx";
import { DetectedCard, type ToldOutage } from "./detected-card.tsx";
import { Frame } from "./frame.tsx";
import { Hero } from "./hero.tsx";
import { IncidentCard } from "./incident-card.tsx";
import { Past } from "./past.tsx";
import { Planned } from "./planned.tsx";
import { ClaimedMark } from "./status-mark.tsx";
import type { View } from "./view.ts";
import { Written } from "./written.tsx";

/** The public page. `detected`: the snapshot's detected outages, each with its words. */
export function StatusPage(props: { snapshot: PageSnapshot; detected: readonly ToldOutage[]; view: View }) {
  const { snapshot, detected, view } = props;
  const { words } = view;
  return (
    <Frame name={snapshot.page.name} view={view} version={snapshot.version}>
      <Hero snapshot={snapshot} view={view} />
      {snapshot.incidents.length + detected.length > 0 && <h2>{words.say("page.now")}</h2>}
      {snapshot.incidents.map((incident) => (
        <IncidentCard key={incident.id} incident={incident} view={view} />
      ))}
      {detected.map((found) => (
        <DetectedCard key={`${found.title} ${found.outage.since}`} found={found} view={view} />
      ))}
      {snapshot.maintenances.length > 0 && (
        <>
          <h2>{words.say("page.planned")}</h2>
          <Planned maintenances={snapshot.maintenances} view={view} />
        </>
      )}
      <Components snapshot={snapshot} view={view} />
      <h2>{words.say("page.past")}</h2>
      <Past snapshot={snapshot} view={view} />
      <p className="more">
        <a href={hrefIn(view, "/history")}>{words.say("page.allHistory")}</a>
      </p>
    </Frame>
  );
}

function Components({ snapshot, view }: { snapshot: PageSnapshot; view: View }) {
  if (snapshot.groups.length === 0) return null;
  return (
    <>
      {snapshot.groups.map((group) => (
        <section key={group.name ?? ""}>
          {group.status === undefined ? (
            <h2>
              {group.name === null ? view.words.say("page.components") : <Written text={group.name} view={view} />}
            </h2>
          ) : (
            <div className="h">
              <h2>{group.name !== null && <Written text={group.name} view={view} />}</h2>
              <ClaimedMark status={group.status} view={view} />
            </div>
          )}
          <ul className="card">
            {group.components.map((component) => (
              <ComponentRow key={component.id} component={component} view={view} />
            ))}
          </ul>
        </section>
      ))}
      <BarKey view={view} />
    </>
  );
}
