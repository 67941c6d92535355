import type { SnapshotComponent } from "#lib/domain/snapshot.ts";
import { Bars } from "./bars.tsx";
import { ClaimedMark } from "./status-mark.tsx";
import { coverageWords, uptimeWords } from "./uptime-words.ts";
import type { View } from "./view.ts";

/** A component: what it is, how it is, and how it was. */
export function ComponentRow({ component, view }: { component: SnapshotComponent; view: View }) {
  const { name, slug, description, status, latencyMs, days } = component;
  const coverage = coverageWords(component);
  const answers = view.isCurrent && latencyMs !== null ? `Answers in ${formatLatency(latencyMs)}` : null;
  return (
    <li className="c">
      <div className="h">
        <h3>
          <a href={`/components/${slug}`}>
            <bdi>{name}</bdi>
          </a>
        </h3>
        <ClaimedMark status={status} view={view} />
      </div>
      {(description || answers) && (
        <p>
          {description && <bdi>{description}</bdi>}
          {answers && <span className="ms">{answers}</span>}
        </p>
      )}
      <Bars component={component} view={view} />
      <div className="ax">
        <span>{days.length} days ago</span>
        <b>
          <span>
            {uptimeWords(component, view.at)}
            {coverage && <i> {coverage}</i>}
          </span>
        </b>
        <span>Today</span>
      </div>
    </li>
  );
}

function formatLatency(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 1 ? "under 1 ms" : `${Math.round(ms)} ms`;
}
