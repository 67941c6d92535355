import { formatWindow } from "#lib/domain/duration.ts";
import type { MaintenanceStage, MaintenanceStatus } from "#lib/domain/maintenance.ts";
import { pageOrDefault } from "#lib/services/read-page.ts";
import { listComponents } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";
import { findNotice } from "#lib/store/maintenance-notices.ts";
import { findMaintenance } from "#lib/store/maintenances.ts";
import type { Notice } from "./notice.ts";

const HEADLINES: Record<MaintenanceStage, string> = {
  scheduled: "Planned",
  changed: "New time",
  reminder: "Reminder",
  started: "In progress",
  overrunning: "Takes longer",
  completed: "Completed",
  cancelled: "Cancelled",
};

const STATUSES: Record<MaintenanceStage, MaintenanceStatus> = {
  scheduled: "scheduled",
  changed: "scheduled",
  reminder: "scheduled",
  started: "in_progress",
  overrunning: "verifying",
  completed: "completed",
  cancelled: "cancelled",
};

const OWN_WORDS: Partial<Record<MaintenanceStage, string>> = {
  overrunning: "The planned work takes longer than planned. We tell you when it is over.",
  completed: "The planned work is completed.",
  cancelled: "The planned work is cancelled: nothing of it happens.",
};

/** What is told of a maintenance, as it was when it was owed; null when it is not there any more. */
export async function readMaintenanceNotice(db: Database, publicUrl: string, noticeId: string): Promise<Notice | null> {
  const notice = await findNotice(db, noticeId);
  const window = notice && (await findMaintenance(db, notice.maintenance_id));
  if (!notice || !window) return null;
  const [page, components] = await Promise.all([pageOrDefault(db), listComponents(db)]);
  const { stage, posted_at: postedAt } = notice;
  const isOver = stage === "completed" || stage === "cancelled";
  return {
    pageName: page.name,
    subject: "maintenance",
    subjectId: window.id,
    updateId: noticeId,
    title: notice.title,
    status: STATUSES[stage],
    headline: `${HEADLINES[stage]}: ${notice.title}`,
    body: OWN_WORDS[stage] ?? notice.body,
    components: window.components.flatMap(({ componentId, status }) => {
      const name = components.find((one) => one.id === componentId)?.name;
      return name === undefined ? [] : [{ name, status: isOver ? "operational" : status }];
    }),
    impact: "none",
    isOver,
    expected: null,
    nextUpdate: null,
    window: isOver ? null : formatWindow(notice.starts_at, notice.ends_at, page.time_zone, postedAt),
    startedAt: notice.starts_at,
    postedAt,
    url: `${publicUrl}/maintenance/${window.id}`,
  };
}
