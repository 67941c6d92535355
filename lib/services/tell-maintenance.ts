import { newId } from "#lib/domain/ids.ts";
import { DAY, HOUR, type Instant } from "#lib/domain/instant.ts";
import type { MaintenanceStage } from "#lib/domain/maintenance.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { insertFanout } from "#lib/store/fanout.ts";
import { insertNotice, listNearWindows, nextNoticeSeq, noticesOf } from "#lib/store/maintenance-notices.ts";
import { findMaintenance } from "#lib/store/maintenances.ts";
import type { Row } from "#lib/store/schema.ts";

/** No reminder comes earlier (schedule-maintenance.ts). */
const LONGEST_LEAD_MS = 30 * DAY;
/** A reminder right after another word on the window would say the same twice. */
const SAID_JUST_BEFORE_MS = HOUR;

type Window = { id: string; title: string; body: string; startsAt: Instant; endsAt: Instant };

/**
 * Owes it to everyone who asked that the window has come to this stage; nothing goes out before readers see the window.
 * Call it in the transaction that brings it there.
 *
 * @param leadMs of a reminder: how long before the start it is due. Told once, and once more when the window was moved.
 */
export async function tellMaintenance(
  tx: Database,
  window: Window,
  stage: MaintenanceStage,
  now: Instant,
  leadMs: number | null = null,
): Promise<void> {
  const noticeId = newId();
  const isNew = await insertNotice(tx, {
    id: noticeId,
    maintenance_id: window.id,
    seq: await nextNoticeSeq(tx, window.id),
    stage,
    lead_ms: leadMs,
    title: window.title,
    body: window.body,
    starts_at: window.startsAt,
    ends_at: window.endsAt,
    posted_at: now,
  });
  if (!isNew) return;
  const publishedAt = (await findMaintenance(tx, window.id))?.published_at ?? now;
  const owed = {
    event: "maintenance",
    maintenanceId: window.id,
    noticeId,
    notBefore: Math.max(now, publishedAt),
  } as const;
  await insertFanout(tx, { id: newId(), ...owed }, now);
}

/** Reminds of windows that are near, each time they ask for. Called by the worker's clock. */
export async function remindOfMaintenances(db: Database, now: Instant): Promise<void> {
  for (const window of await listNearWindows(db, now, now + LONGEST_LEAD_MS)) {
    const lead = dueLead(window, now);
    if (lead === null) continue;
    await inTransaction(db, async (tx) => {
      const told = await noticesOf(tx, window.id);
      const isTold = told.some((one) => one.lead_ms === lead && one.starts_at === window.starts_at);
      const dueAt = window.starts_at - lead;
      if (isTold || told.some((one) => one.posted_at > dueAt - SAID_JUST_BEFORE_MS)) return;
      const times = { startsAt: window.starts_at, endsAt: window.ends_at };
      await tellMaintenance(tx, { ...window, ...times }, "reminder", now, lead);
    });
  }
}

/** The latest reminder that is due by now: of those that were missed only the last is of use. Null when none is. */
function dueLead(window: Pick<Row<"maintenance">, "starts_at" | "reminders">, now: Instant): number | null {
  const due = (JSON.parse(window.reminders) as number[]).filter((lead) => window.starts_at - lead <= now);
  return due.length === 0 ? null : Math.min(...due);
}
