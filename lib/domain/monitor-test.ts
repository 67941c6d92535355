import type { Observation } from "./observation.ts";

/** What one look found that an operator asked for. */
export type MonitorTestAnswer = {
  tookMs: number;
  /** Null: the target was not judged in time. */
  seen: Pick<Observation, "status" | "cause" | "latencyMs" | "facts" | "diagnoses"> | null;
};
