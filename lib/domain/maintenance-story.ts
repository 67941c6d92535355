import { derivedId } from "./ids.ts";
import type { Instant } from "./instant.ts";
import type { PublishedUpdate, WorkStatus } from "./publication.ts";
import type { EffectiveStatus } from "./status.ts";

/** What the story of a window follows from. */
export type PlannedWindow = {
  id: string;
  body: string;
  startsAt: Instant;
  endsAt: Instant;
  publishedAt: Instant;
  completedAt: Instant | null;
  cancelledAt: Instant | null;
  components: readonly { id: string; name: string; status: EffectiveStatus }[];
};

const WORDS: Record<Exclude<WorkStatus, "scheduled">, string> = {
  in_progress: "The planned work has begun.",
  verifying: "The planned work is done. We are making sure that everything runs as it should.",
  completed: "The planned work is completed.",
  cancelled: "The planned work is cancelled.",
};

/**
 * The steps of a window up to `now`, newest first, as updates that nobody had to post.
 *
 * They follow from the clock and the plan, so they are right even when nothing of ours ran; the same step has the same
 * id each time it is told.
 */
export function maintenanceStory(window: PlannedWindow, now: Instant): PublishedUpdate<WorkStatus>[] {
  const overAt = window.cancelledAt ?? window.completedAt;
  const steps: { status: WorkStatus; at: Instant }[] = [
    { status: "scheduled", at: window.publishedAt },
    { status: "in_progress", at: Math.max(window.startsAt, window.publishedAt) },
    { status: "verifying", at: Math.max(window.endsAt, window.publishedAt) },
  ];
  const told = steps.filter((step, i) => i === 0 || (step.at <= now && (overAt === null || step.at < overAt)));
  if (overAt !== null) told.push({ status: window.cancelledAt === null ? "completed" : "cancelled", at: overAt });
  const hasBegun = told.some((step) => step.status === "in_progress");
  return told.map((step) => updateOf(window, step, hasBegun)).reverse();
}

function updateOf(
  window: PlannedWindow,
  { status, at }: { status: WorkStatus; at: Instant },
  hasBegun: boolean,
): PublishedUpdate<WorkStatus> {
  const isOver = status === "completed" || status === "cancelled";
  return {
    id: derivedId(window.id, status),
    status,
    body: status === "scheduled" ? window.body : WORDS[status],
    happenedAt: at,
    postedAt: at,
    notified: false,
    impacts: window.components.map(({ id, name, status: planned }) => ({
      componentId: id,
      name,
      from: status === "verifying" || (isOver && hasBegun) ? planned : "operational",
      to: status === "in_progress" || status === "verifying" ? planned : "operational",
    })),
  };
}
