import type { MonitorSettings } from "#lib/config/status-file.ts";
import { draftWords } from "#lib/diagnosis/words.ts";
import { type DampingRules, observe, type Signal } from "#lib/domain/damping.ts";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import type { Observation } from "#lib/domain/observation.ts";
import type { RecordChange } from "#lib/services/record-change.ts";

/** Redis and TCP deaths are confirmed by their probes; what INFO says must be said twice. */
const DEFAULT_RULES = { downAfter: 2, upAfter: 2 };

export type Judge = {
  /** What the monitor says; null before its first observation. */
  signal(): Signal | null;
  /** Takes in an observation. What it changed must be recorded; until `accept` is called the judge has not changed its mind. */
  take(observation: Observation): { finding: Omit<RecordChange, "monitorId"> | null; accept(): void };
};

/** Damps one monitor's observations into its signal, from where the store left it. */
export function createJudge(settings: MonitorSettings, stored: Signal | null, staleAfterMs: number): Judge {
  let signal = stored;
  const rules = rulesOf(settings, staleAfterMs);
  return {
    signal: () => signal,
    take(observation) {
      const next = observe(signal, observation, rules);
      const accept = () => {
        signal = next.signal;
      };
      if (!next.change || !next.signal) return { finding: null, accept };
      const { cause, status } = next.change;
      const words: RecordChange["words"] = (affected, expected) =>
        draftWords(cause, status, affected, expected, observation.facts);
      return { finding: { signal: next.signal, change: next.change, observation, words }, accept };
    },
  };
}

function rulesOf(settings: MonitorSettings, staleAfterMs: number): DampingRules {
  if (settings.type === "http" || settings.type === "tcp") {
    return { downAfter: settings.down_after, upAfter: settings.up_after, staleAfterMs };
  }
  if (settings.type === "heartbeat") return { downAfter: 1, upAfter: 1, staleAfterMs };
  return { ...DEFAULT_RULES, staleAfterMs };
}

/** How often unchanged evidence is written down. */
export const TOUCH_EVERY_MS: Instant = 5 * SECOND;
