import type { Observation } from "./observation.ts";

/** One step on the way to a target: its name, how it went, what it says. */
export type TestStep = { step: string; result: "ok" | "note" | "failed" | "skipped"; says: string };

/** What one look found that an operator asked for. */
export type MonitorTestAnswer = {
  tookMs: number;
  /** Null: the target was not judged in time. */
  seen: Pick<Observation, "status" | "cause" | "latencyMs" | "facts" | "diagnoses"> | null;
  /** The way to a Redis, step by step; empty for other targets. */
  steps: TestStep[];
};
