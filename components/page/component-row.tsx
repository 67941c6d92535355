import type { SnapshotComponent } from "#lib/domain/snapshot.ts";
import { hrefIn } from "./address.ts";
import { Bars } from "./bars.tsx";
import { ClaimedMark } from "./status-mark.tsx";
import { coverageWords, uptimeWords } from "./uptime-words.ts";
import type { View } from "./view.ts";
import { Written } from "./written.tsx";

/** A component: what it is, how it is, and how it was. */
export function ComponentRow({ component, view }: { component: SnapshotComponent; view: View }) {
  const { name, slug, description, status, latencyMs, days } = component;
  const { words } = view;
  const coverage = coverageWords(component, view);
  const answers =
    view.isCurrent && latencyMs !== null ? words.say("page.answers", { time: words.latency(latencyMs) }) : null;
  return (
    <li className="c">
      <div className="h">
        <h3>
          <a href={hrefIn(view, `/components/${slug}`)}>
            <Written text={name} view={view} />
          </a>
        </h3>
        <ClaimedMark status={status} view={view} />
      </div>
      {(description || answers) && (
        <p>
          {description && <Written text={description} view={view} />} {answers && <span className="ms">{answers}</span>}
        </p>
      )}
      <Bars component={component} view={view} />
      <div className="ax">
        <span>{words.daysAgo(days.length)}</span>{" "}
        <b>
          <span>
            {uptimeWords(component, view)}
            {coverage && <i> {coverage}</i>}
          </span>
        </b>{" "}
        <span>{words.say("time.today")}</span>
      </div>
    </li>
  );
}
