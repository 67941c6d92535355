import type { Instant } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import type { Log } from "#lib/log.ts";

export type ProbeContext = {
  /** What the probe remembered before this process began. */
  memory: Readonly<Record<string, string | number>>;
  log: Log;
  clock: () => Instant;
  /** When the monitor's last heartbeat came; null when none ever did. */
  lastBeatAt: () => Promise<Instant | null>;
};

/** A running probe of one target. It reports by its `observe` callback and never throws out of itself. */
export type Probe = { stop(): Promise<void> };

export type StartProbe<Settings> = (
  settings: Settings,
  context: ProbeContext,
  observe: (seen: Observation) => void,
) => Probe;
