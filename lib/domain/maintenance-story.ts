import { formatWindow } from "./duration.ts";
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
  /** When it was moved after it was public, and to where; oldest first. */
  moves: readonly { id: string; at: Instant; startsAt: Instant; endsAt: Instant }[];
  /** The page's; times in words follow it. */
  timeZone: string;
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
  const told = stepsOf(window, now);
  const hasBegun = told.some((step) => step.status === "in_progress");
  const steps = told.map((step) => updateOf(window, step, hasBegun));
  const moves = window.moves
    .filter((move) => move.at > window.publishedAt && move.at <= now)
    .map((move): PublishedUpdate<WorkStatus> => {
      const status = told.findLast((step) => step.at <= move.at)?.status ?? "scheduled";
      const body = `The planned work now takes place ${formatWindow(move.startsAt, move.endsAt, window.timeZone, 0)}.`;
      return { ...updateOf(window, { status, at: move.at }, hasBegun), id: move.id, body, impacts: [] };
    });
  return [...steps, ...moves].sort((a, b) => a.happenedAt - b.happenedAt).reverse();
}

type Step = { status: WorkStatus; at: Instant };

function stepsOf(window: PlannedWindow, now: Instant): Step[] {
  const overAt = window.cancelledAt ?? window.completedAt;
  const steps: Step[] = [
    { status: "scheduled", at: window.publishedAt },
    { status: "in_progress", at: Math.max(window.startsAt, window.publishedAt) },
    { status: "verifying", at: Math.max(window.endsAt, window.publishedAt) },
  ];
  const told = steps.filter((step, i) => i === 0 || (step.at <= now && (overAt === null || step.at < overAt)));
  if (overAt !== null) told.push({ status: window.cancelledAt === null ? "completed" : "cancelled", at: overAt });
  return told;
}

function updateOf(window: PlannedWindow, { status, at }: Step, hasBegun: boolean): PublishedUpdate<WorkStatus> {
  const isOver = status === "completed" || status === "cancelled";
  return {
    id: derivedId(window.id, status),
    status,
    body: status === "scheduled" ? window.body : WORDS[status],
    happenedAt: at,
    postedAt: at,
    changedAt: at,
    notified: false,
    impacts: window.components.map(({ id, name, status: planned }) => ({
      componentId: id,
      name,
      from: status === "verifying" || (isOver && hasBegun) ? planned : "operational",
      to: status === "in_progress" || status === "verifying" ? planned : "operational",
    })),
  };
}
