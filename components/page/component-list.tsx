import type { SnapshotComponent, SnapshotGroup } from "#lib/domain/snapshot.ts";
import { DayBars } from "./day-bars.tsx";
import { StatusMark } from "./status-mark.tsx";

export function ComponentGroups({ groups }: { groups: readonly SnapshotGroup[] }) {
  return groups.map((group) => (
    <section key={group.name ?? ""} aria-label={group.name ?? "Components"}>
      <h2>{group.name ?? "Components"}</h2>
      <ul className="card">
        {group.components.map((component) => (
          <ComponentRow key={component.id} component={component} />
        ))}
      </ul>
    </section>
  ));
}

function ComponentRow({ component }: { component: SnapshotComponent }) {
  const { name, description, latencyMs, status } = component;
  return (
    <li className="c" id={component.slug}>
      <div className="h">
        <h3>{name}</h3>
        <StatusMark status={status} />
      </div>
      {(description !== null || latencyMs !== null) && (
        <p>
          {description !== null && <span>{description}</span>}
          {latencyMs !== null && <span className="now">{Math.max(1, latencyMs)} ms</span>}
        </p>
      )}
      <DayBars component={component} />
    </li>
  );
}
