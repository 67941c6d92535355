import type { Diagnosis, Expectation, Facts } from "./diagnosis.ts";
import type { Instant } from "./instant.ts";
import type { RoleImpacts } from "./role.ts";
import type { ImpactStatus } from "./status.ts";
import type { Failover } from "./topology.ts";

/** What one probe of one target found. */
export type Observation = {
  at: Instant;
  /** `operational` when the target does what was asked of it. `null`: could not be judged (our own fault or stall); never counts. */
  status: ImpactStatus | null;
  /** Failure class of shared/reference/redis.md §1 (`conn.refused`, `conn.hung`, `state.loading`, `http.status` …); null when all is well. */
  cause: string | null;
  /** The probe has already confirmed this by a second opinion: damping does not wait for more (features.md §5.6). */
  confirmed: boolean;
  /** When the condition began, if the probe knows it better than `at`. */
  since?: Instant;
  /** How long the target took to answer; null when it did not. */
  latencyMs: number | null;
  /** Operator-only facts, already free of secrets: `{ "code": "ECONNREFUSED" }`. Never shown to readers. */
  facts: Facts;
  /** What the probe wants to remember over a restart of the worker (run id, key count); kept by the store as JSON. */
  memory?: Readonly<Record<string, string | number>>;
  /** What `status` means by role; a role that is missing has `status`. */
  impacts?: RoleImpacts;
  /** The deployment has a new primary that takes writes: told once. */
  failover?: Failover;
  /** Every explanation of what was found, the likeliest first, notes included. */
  diagnoses?: readonly Diagnosis[];
  /** When known from the target itself (`loading_eta_seconds`, a queue's drain): when it will be well again. */
  expected?: Expectation;
};
