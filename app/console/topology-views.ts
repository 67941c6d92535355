import type { TopologyNodeView, TopologyView } from "#components/console/topology-picture.tsx";
import type { Facts } from "#lib/domain/diagnosis.ts";
import { formatDuration, formatMoment } from "#lib/domain/duration.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Topology, TopologyNode } from "#lib/domain/topology.ts";
import type { Row } from "#lib/store/schema.ts";

const SLOTS = 16_384;

/** The deployment behind a monitor's facts as groups around a primary; null when it is a single Redis. */
export function topologyView(facts: Facts): TopologyView | null {
  if (typeof facts.topology !== "string") return null;
  const { nodes } = JSON.parse(facts.topology) as Topology;
  const primaries = nodes.filter((node) => node.role === "primary");
  const grouped = primaries.map((primary) => ({
    primary: nodeView(primary),
    replicas: nodes.filter((node) => node.role === "replica" && node.follows === primary.address).map(nodeView),
  }));
  const shown = new Set(grouped.flatMap(({ primary, replicas }) => [primary, ...replicas].map((one) => one.address)));
  const rest = nodes.filter((node) => !shown.has(node.address));
  return {
    groups: grouped,
    sentinels: rest.filter((node) => node.role === "sentinel").map(nodeView),
    others: rest.filter((node) => node.role !== "sentinel").map(nodeView),
  };
}

function nodeView({ address, role, state, slots, note }: TopologyNode): TopologyNodeView {
  const share = slots === undefined ? null : `${Math.floor((slots / SLOTS) * 1_000) / 10} % of the keys`;
  return {
    address,
    role,
    state,
    detail: [share, note ?? null].filter((one) => one !== null).join(", "),
  };
}

/** Changes of primary in words: who took over, and for how long nothing could be written. */
export function failoverViews(
  failovers: readonly Row<"failover">[],
  timeZone: string,
  now: Instant,
): { id: string; when: string; what: string }[] {
  return failovers.map(({ id, lost_at, promoted_at, from_node, to_node }) => ({
    id,
    when: formatMoment(promoted_at, timeZone, now),
    what: `${from_node} → ${to_node}, ${lost_at === null ? "nothing was refused" : `writes refused for ${seconds(promoted_at - lost_at)}`}`,
  }));
}

function seconds(ms: number): string {
  return ms < 10_000 ? `${(Math.floor(ms / 100) / 10).toFixed(1)} s` : formatDuration(ms);
}
