import type { Instant } from "./instant.ts";

export const MAINTENANCE_STATUSES = [
  "draft",
  "scheduled",
  "in_progress",
  "verifying",
  "completed",
  "cancelled",
] as const;
export type MaintenanceStatus = (typeof MAINTENANCE_STATUSES)[number];

/** What can be told of a window: that it is planned, moved, near, begun, running over, done, or off. */
export const MAINTENANCE_STAGES = [
  "scheduled",
  "changed",
  "reminder",
  "started",
  "overrunning",
  "completed",
  "cancelled",
] as const;
export type MaintenanceStage = (typeof MAINTENANCE_STAGES)[number];

/**
 * Where a window stands, from the clock and what was written down (features.md §5.5):
 * right even when nothing of ours runs. Past its end it is `verifying` until
 * somebody, or the health of its components, completes it.
 */
export function maintenanceStatus(
  window: {
    startsAt: Instant;
    endsAt: Instant;
    publishedAt: Instant | null;
    cancelledAt: Instant | null;
    completedAt: Instant | null;
  },
  now: Instant,
): MaintenanceStatus {
  if (window.cancelledAt !== null) return "cancelled";
  if (window.completedAt !== null) return "completed";
  if (window.publishedAt === null || window.publishedAt > now) return "draft";
  if (now < window.startsAt) return "scheduled";
  return now < window.endsAt ? "in_progress" : "verifying";
}
