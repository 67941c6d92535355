import type { ImpactStatus } from "./status.ts";

/** What a component uses a watched Redis for: the same fault means something else to each. */
export const ROLES = ["sessions", "queue", "cache", "locks", "pubsub"] as const;
export type Role = (typeof ROLES)[number];

/** What a fault means by role. A role that is missing has the fault's own status. */
export type RoleImpacts = Readonly<Partial<Record<Role, ImpactStatus>>>;

/**
 * What a signal says of a component that uses its target for `role`.
 *
 * `role: null`: not declared, so the signal's own status counts. Null when nothing is known.
 */
export function impactOn(
  signal: { status: ImpactStatus | null; impacts?: RoleImpacts },
  role: Role | null,
): ImpactStatus | null {
  if (role === null || signal.status === null || signal.status === "operational") return signal.status;
  return signal.impacts?.[role] ?? signal.status;
}
