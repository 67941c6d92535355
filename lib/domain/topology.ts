import type { Instant } from "./instant.ts";

/** One process of a deployment, as operators see it in the picture. */
export type TopologyNode = {
  /** `host:port`: for operators only. */
  address: string;
  role: "primary" | "replica" | "sentinel" | "unknown";
  state: "up" | "down" | "unknown";
  /** Address of the primary a replica follows; null for others, or when not known. */
  follows: string | null;
  /** Of a cluster's primary: how many of the 16,384 slots it serves. */
  slots?: number;
  /** What is worth knowing of it: "not in sync", "loads its data". */
  note?: string;
};

/** How the processes of one deployment stand to each other; kept as JSON in the fact `topology`. */
export type Topology = { kind: "sentinel" | "cluster"; nodes: readonly TopologyNode[] };

/** A change of the primary, as the ledger keeps it. */
export type Failover = {
  /** When the former primary stopped answering; null when it was changed while it still did. */
  lostAt: Instant | null;
  /** When the new primary accepted writes. */
  promotedAt: Instant;
  from: string;
  to: string;
};
