import type { Facts } from "./diagnosis.ts";
import type { Instant } from "./instant.ts";
import type { ImpactStatus } from "./status.ts";

/** Samples as columns of the same length, oldest first. Null: not visible in that look. */
export type Samples = {
  at: Instant[];
  status: (ImpactStatus | null)[];
  latencyMs: (number | null)[];
  /** By fact name: `used_memory`, `connected_clients` … */
  values: Record<string, (number | null)[]>;
};

/** One line of SLOWLOG without its arguments and without who sent it. */
export type SlowCommand = { at: Instant; tookMs: number; command: string };

/** One line of LATENCY LATEST. */
export type LatencyEvent = { event: string; at: Instant; latestMs: number; worstMs: number };

/** How many connections there are of each sort; nobody's address. */
export type ClientCounts = {
  total: number;
  /** By name with its numbers taken out ("worker-#"), the most first; what has no name is "(no name)". */
  byName: [name: string, count: number][];
  /** By the command they sent last. */
  byCommand: [command: string, count: number][];
  /** Idle for five minutes and more. */
  idle: number;
  /** Bytes of answers nobody has fetched yet. */
  outputBytes: number;
};

/** What was asked of the target besides its routine look. */
export type TargetExcerpt = {
  at: Instant;
  /** Chosen lines of INFO. */
  info: Facts;
  /** Null: not visible to us. */
  slow: SlowCommand[] | null;
  latency: LatencyEvent[] | null;
  clients: ClientCounts | null;
};

/** What the flight recorder held at the moment of a failure. Free of addresses of clients, arguments and secrets. */
export type Recording = {
  samples: Samples;
  /** The last one before it failed; null when there was none. */
  before: TargetExcerpt | null;
  /** The first one after it answered again; null until then. */
  after: TargetExcerpt | null;
};
