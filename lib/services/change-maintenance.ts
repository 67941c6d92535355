import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { MaintenanceStage } from "#lib/domain/maintenance.ts";
import { cleanBody, cleanTitle } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { findMaintenance, replaceComponents, updateMaintenance } from "#lib/store/maintenances.ts";
import type { NewRow, Row } from "#lib/store/schema.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { noteMaintenance } from "./note-maintenance.ts";
import {
  checkWindow,
  cleanReason,
  cleanReminders,
  type PlannedImpacts,
  plannedComponents,
} from "./schedule-maintenance.ts";

/** Where an operator may take a window by hand, before or after its times say so. */
export const STEPS = ["in_progress", "verifying", "completed", "cancelled"] as const;
export type Step = (typeof STEPS)[number];

export type MaintenanceChange = {
  id: string;
  /** The version the writer has read; omitted: the newest is meant. */
  version?: number | undefined;
  title?: string | undefined;
  body?: string | undefined;
  startsAt?: Instant | undefined;
  endsAt?: Instant | undefined;
  components?: PlannedImpacts | undefined;
  reminders?: readonly number[] | undefined;
  exemptReason?: string | null | undefined;
  status?: Step | undefined;
  /** Whether subscribers are told; omitted: they are of every step and of a window that is moved. */
  notify?: boolean | undefined;
};

/**
 * Rewords, moves, extends, begins, ends or calls off a window; what is undefined stays.
 *
 * Time added to a window that already runs is not planned work for the uptime figure unless an admin says why.
 *
 * @throws {DomainError} `forbidden`; `not_found`; `invalid`; `conflict` when it is over, or changed meanwhile.
 */
export async function changeMaintenance(
  db: Database,
  actor: Actor,
  input: MaintenanceChange,
  now: Instant,
): Promise<void> {
  requireRole(actor, "publisher");
  await inTransaction(db, async (tx) => {
    const window = await findMaintenance(tx, input.id);
    if (!window) throw new DomainError("not_found", "There is no such maintenance.");
    if (window.completed_at !== null || window.cancelled_at !== null)
      throw new DomainError("conflict", "This maintenance is over.");
    const change = changeBy(window, input, actor, now);
    const read = { id: window.id, version: input.version ?? window.version };
    if (!(await updateMaintenance(tx, read, { ...change, updated_at: now })))
      throw new DomainError("conflict", "Someone else changed it meanwhile. Read it again.");
    if (input.components) await replaceComponents(tx, window.id, await plannedComponents(tx, input.components));
    await note(tx, { ...window, ...change }, window, { actor, step: input.status, notify: input.notify ?? true }, now);
    await writeAudit(tx, { actor, action: `maintenance.${input.status ?? "change"}`, subject: window.id }, now);
    await bumpVersion(tx, now);
  });
}

type Change = Partial<NewRow<"maintenance">> & { starts_at: Instant; ends_at: Instant };

function changeBy(window: Row<"maintenance">, input: MaintenanceChange, actor: Actor, now: Instant): Change {
  const times = timesBy(window, input, now);
  const runs = window.starts_at <= now && now < window.ends_at;
  const extendsRunning = runs && times.ends_at > window.ends_at;
  return {
    ...(input.title === undefined ? {} : { title: cleanTitle(input.title) }),
    ...(input.body === undefined ? {} : { body: cleanBody(input.body) }),
    ...(input.reminders === undefined ? {} : { reminders: JSON.stringify(cleanReminders(input.reminders)) }),
    ...(input.exemptReason === undefined ? {} : { exempt_reason: cleanReason(actor, input.exemptReason) }),
    ...(extendsRunning ? { planned_end_at: window.planned_end_at ?? window.ends_at } : {}),
    ...(times.ends_at > now ? { overran_at: null } : {}),
    ...(times.starts_at > now ? { begun_at: null } : {}),
    ...(input.status === "in_progress" ? { begun_at: now } : {}),
    ...(input.status === "completed" ? { completed_at: now } : {}),
    ...(input.status === "cancelled" ? { cancelled_at: now } : {}),
    ...times,
  };
}

/** Beginning or ending by hand moves the times: where it stands always follows from them. */
function timesBy(window: Row<"maintenance">, input: MaintenanceChange, now: Instant) {
  let starts_at = input.startsAt ?? window.starts_at;
  let ends_at = input.endsAt ?? window.ends_at;
  if (starts_at !== window.starts_at && window.starts_at <= now)
    throw new DomainError("conflict", "It has begun; its start cannot be moved any more.");
  if (input.status === "in_progress") {
    if (window.starts_at <= now) throw new DomainError("conflict", "It has begun already.");
    starts_at = now;
  }
  if (input.status === "verifying") {
    if (window.starts_at >= now) throw new DomainError("conflict", "It has not begun yet.");
    ends_at = Math.min(ends_at, now);
  }
  checkWindow(starts_at, ends_at);
  return { starts_at, ends_at };
}

const TOLD: Record<Step, MaintenanceStage> = {
  in_progress: "started",
  verifying: "changed",
  completed: "completed",
  cancelled: "cancelled",
};

async function note(
  tx: Database,
  after: Pick<Row<"maintenance">, "id" | "title" | "body" | "starts_at" | "ends_at">,
  before: Row<"maintenance">,
  by: { actor: Actor; step: Step | undefined; notify: boolean },
  now: Instant,
): Promise<void> {
  const isMoved = after.starts_at !== before.starts_at || after.ends_at !== before.ends_at;
  if (by.step === undefined && !isMoved) return;
  await noteMaintenance(
    tx,
    {
      window: { ...after, startsAt: after.starts_at, endsAt: after.ends_at },
      stage: by.step === undefined ? "changed" : TOLD[by.step],
      ...(isMoved ? { was: { startsAt: before.starts_at, endsAt: before.ends_at } } : {}),
      notify: by.notify && by.step !== "verifying",
      actor: by.actor,
    },
    now,
  );
}
