import type { Facts } from "#lib/domain/diagnosis.ts";
import type { Topology, TopologyNode } from "#lib/domain/topology.ts";
import type { SentinelVoice } from "./sentinel-link.ts";

/** What our own look says of a data node. */
export type NodeView = { answers: boolean; role: string | null; note?: string };

export type SentinelView = {
  /** Where clients are sent; null while no Sentinel says. */
  primary: string | null;
  /** Addresses of every data node that any Sentinel knows. */
  known: string[];
  facts: Facts;
  topology: Topology;
};

/**
 * A deployment as its Sentinels and our own looks see it together.
 *
 * The primary is where most Sentinels send clients; never "some node that says
 * master": a former primary that returns claims so for about ten seconds.
 */
export function viewSentinels(voices: readonly SentinelVoice[], nodes: ReadonlyMap<string, NodeView>): SentinelView {
  const answering = voices.filter((voice) => voice.answers);
  const primary = commonest(answering.flatMap((voice) => voice.primary ?? []));
  const speaker = answering.find((voice) => voice.primary === primary) ?? answering[0];
  const replicas = replicasOf(answering, primary);
  const good = [...replicas].filter(([address, flags]) => isGood(flags) && nodes.get(address)?.answers !== false);
  const flags = answering.map((voice) => voice.master.flags ?? "");
  const others = [...nodes].filter(([address, node]) => address !== primary && node.answers && node.role === "master");
  const facts: Record<string, string | number> = {
    sentinels: voices.length,
    sentinels_answering: answering.length,
    replicas_known: replicas.size,
    replicas_good: good.length,
    other_primaries: others.length,
  };
  if (primary !== null) facts.primary = primary;
  const quorums = answering.flatMap((voice) => (voice.hasQuorum === null ? [] : [voice.hasQuorum]));
  if (quorums.length > 0) facts.quorum_ok = quorums.filter(Boolean).length * 2 > quorums.length ? 1 : 0;
  facts.failover_in_progress = flags.some((text) => text.includes("failover_in_progress")) ? 1 : 0;
  facts.objectively_down = flags.some((text) => text.includes("o_down")) ? 1 : 0;
  for (const [fact, field] of [
    ["down_after_ms", "down-after-milliseconds"],
    ["failover_timeout_ms", "failover-timeout"],
  ] as const) {
    const value = Number(speaker?.master[field]);
    if (value > 0) facts[fact] = value;
  }
  const known = [...new Set([...(primary === null ? [] : [primary]), ...replicas.keys()])];
  return { primary, known, facts, topology: { kind: "sentinel", nodes: picture(voices, primary, replicas, nodes) } };
}

/** Every replica any Sentinel knows of the primary, with the flags the most critical of them gives it. */
function replicasOf(voices: readonly SentinelVoice[], primary: string | null): Map<string, string> {
  const found = new Map<string, string>();
  for (const voice of voices) {
    if (voice.primary !== primary) continue;
    for (const replica of voice.replicas) {
      if (!replica.ip || !replica.port) continue;
      const address = `${replica.ip.includes(":") ? `[${replica.ip}]` : replica.ip}:${replica.port}`;
      const flags = replica.flags ?? "";
      if (!found.has(address) || !isGood(flags)) found.set(address, flags);
    }
  }
  return found;
}

function isGood(flags: string): boolean {
  return !/s_down|o_down|disconnected/.test(flags);
}

function picture(
  voices: readonly SentinelVoice[],
  primary: string | null,
  replicas: ReadonlyMap<string, string>,
  nodes: ReadonlyMap<string, NodeView>,
): TopologyNode[] {
  const stateOf = (address: string, flags: string): TopologyNode["state"] => {
    const own = nodes.get(address);
    if (own) return own.answers ? "up" : "down";
    return isGood(flags) ? "up" : "down";
  };
  const noteOf = (address: string) => {
    const note = nodes.get(address)?.note;
    return note === undefined ? {} : { note };
  };
  return [
    ...(primary === null
      ? []
      : [
          {
            address: primary,
            role: "primary" as const,
            state: stateOf(primary, ""),
            follows: null,
            ...noteOf(primary),
          },
        ]),
    ...[...replicas].map(([address, flags]) => ({
      address,
      role: "replica" as const,
      state: stateOf(address, flags),
      follows: primary,
      ...noteOf(address),
    })),
    ...voices.map((voice) => ({
      address: voice.address,
      role: "sentinel" as const,
      state: voice.answers ? ("up" as const) : ("down" as const),
      follows: null,
    })),
  ];
}

/** The value that most name; of several the first named. Null when nobody names any. */
function commonest(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: string | null = null;
  for (const [value, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = value;
  return best;
}
