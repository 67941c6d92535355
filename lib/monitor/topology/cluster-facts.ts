import type { Facts } from "#lib/domain/diagnosis.ts";
import type { Topology, TopologyNode } from "#lib/domain/topology.ts";
import { type Info, numberOf } from "#lib/monitor/redis/info.ts";
import type { ClusterNode } from "./cluster-nodes.ts";

const SLOTS = 16_384;

/** What one node says of the cluster: CLUSTER INFO and CLUSTER NODES. */
export type ClusterVoice = { address: string; info: Info; nodes: readonly ClusterNode[] };

export type ClusterView = { known: string[]; facts: Facts; topology: Topology };

/**
 * A cluster as most of its nodes see it.
 *
 * One alone is not believed: a node that was restarted says for some seconds
 * that everything has failed (redis.md §1).
 *
 * @param answers whether a node answers our own PING; undefined when not looked at.
 */
export function viewCluster(
  voices: readonly ClusterVoice[],
  answers: (address: string) => boolean | undefined,
): ClusterView {
  const speaker = mostAgreed(voices);
  const nodes = speaker?.nodes ?? [];
  const known = [...new Set(voices.flatMap((voice) => voice.nodes.map((node) => node.address)))];
  const isDown = (node: ClusterNode) => node.state === "fail" || answers(node.address) === false;
  const primaries = nodes.filter((node) => node.isPrimary && node.slots > 0);
  const promoted = nodes.some((node) => node.isPrimary && node.slots === 0 && node.state === "fail");
  const facts: Record<string, string | number> = {
    cluster_nodes: known.length,
    cluster_nodes_down: nodes.filter(isDown).length,
    cluster_voices: voices.length,
    shards: primaries.length,
    shards_down: primaries.filter(isDown).length,
    // A shard whose primary failed and that still has a replica which answers is about to go on.
    shards_failing_over: primaries.filter(
      (primary) => isDown(primary) && nodes.some((node) => node.follows === primary.id && !isDown(node)),
    ).length,
    replicas_missing: nodes.filter((node) => (!node.isPrimary || (promoted && node.slots === 0)) && isDown(node))
      .length,
    slots_moving: nodes.reduce((sum, node) => sum + node.moving, 0),
  };
  const { info } = speaker ?? { info: {} as Info };
  if (info.cluster_state !== undefined) facts.cluster_state = info.cluster_state;
  for (const name of ["cluster_slots_assigned", "cluster_slots_ok", "cluster_slots_pfail", "cluster_slots_fail"]) {
    const value = numberOf(info, name);
    if (!Number.isNaN(value)) facts[name] = value;
  }
  const lost = SLOTS - numberOf(info, "cluster_slots_assigned") + numberOf(info, "cluster_slots_fail");
  if (lost >= 0) facts.slots_lost_percent = Math.round((lost / SLOTS) * 100);
  return { known, facts, topology: { kind: "cluster", nodes: picture(nodes, isDown) } };
}

/** The voice whose verdict most share; of several the one that knows the most nodes. */
function mostAgreed(voices: readonly ClusterVoice[]): ClusterVoice | undefined {
  const verdictOf = ({ info }: ClusterVoice) => `${info.cluster_state} ${info.cluster_slots_fail} ${info.cluster_size}`;
  const count = (voice: ClusterVoice) => voices.filter((other) => verdictOf(other) === verdictOf(voice)).length;
  return voices.toSorted((a, b) => count(b) - count(a) || b.nodes.length - a.nodes.length)[0];
}

function picture(nodes: readonly ClusterNode[], isDown: (node: ClusterNode) => boolean): TopologyNode[] {
  const addresses = new Map(nodes.map((node) => [node.id, node.address]));
  return nodes.map((node) => ({
    address: node.address,
    role: node.isPrimary ? ("primary" as const) : ("replica" as const),
    state: isDown(node) ? ("down" as const) : ("up" as const),
    follows: node.follows === null ? null : (addresses.get(node.follows) ?? null),
    ...(node.isPrimary ? { slots: node.slots } : {}),
    ...(node.moving > 0 ? { note: `${node.moving} slots on their way` } : {}),
  }));
}
