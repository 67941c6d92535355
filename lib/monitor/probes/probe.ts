import type { Facts } from "#lib/domain/diagnosis.ts";
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
  /**
   * What is known of the same target from elsewhere (its log, its backups, what was changed on it):
   * joined to what the probe measures before that is judged; what the probe measured itself wins.
   */
  joined?: () => Facts;
};

/** One command to the target. Rejects when it is refused or late, or there is no connection; the error may hold secrets. */
export type AskTarget = (command: string, ...args: readonly string[]) => Promise<unknown>;

/** A running probe of one target. It reports by its `observe` callback and never throws out of itself. */
export type Probe = {
  stop(): Promise<void>;
  /** Asks the target over the connection the probe keeps: read-only questions of the flight recorder. */
  ask?: AskTarget;
};

export type StartProbe<Settings> = (
  settings: Settings,
  context: ProbeContext,
  observe: (seen: Observation) => void,
) => Probe;
