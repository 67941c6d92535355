import { type Actor, requireRole } from "#lib/domain/actor.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { newId } from "#lib/domain/ids.ts";
import { DAY, HOUR, type Instant, MINUTE } from "#lib/domain/instant.ts";
import type { ComponentStatus } from "#lib/domain/status.ts";
import { cleanBody, cleanTitle } from "#lib/domain/text.ts";
import { writeAudit } from "#lib/store/audit.ts";
import { type Database, inTransaction } from "#lib/store/database.ts";
import { insertSeries } from "#lib/store/maintenance-series.ts";
import type { Row } from "#lib/store/schema.ts";
import { bumpVersion } from "#lib/store/state-version.ts";
import { namedComponents } from "./named-components.ts";
import { cleanRule } from "./occurrences.ts";
import { planOccurrences, planWindow } from "./plan-windows.ts";

const REMINDERS_MAX = 5;
const DEFAULT_REMINDERS = [DAY, HOUR];

/** What components are while the work runs: a list means that all of them are under maintenance. By slug or id. */
export type PlannedImpacts = readonly string[] | Readonly<Record<string, ComponentStatus>>;

export type PlannedWork = {
  title: string;
  body: string;
  startsAt: Instant;
  endsAt: Instant;
  components: PlannedImpacts;
  /** How it comes back; omitted: it does not. */
  recurrence?: { rule: string; timeZone: string } | null | undefined;
  /** How long before its start subscribers are reminded, in ms; omitted: a day and an hour. */
  reminders?: readonly number[] | undefined;
  /** From when readers see it; omitted: from now. */
  publishAt?: Instant | null | undefined;
  /** Why time that passed before it was published counts as planned. Public. */
  exemptReason?: string | null | undefined;
  /** Whether subscribers are told that it is planned; omitted: they are. */
  notify?: boolean | undefined;
};

/**
 * Plans a window of work, shown from its publication on; with a rule, twelve of them ahead.
 *
 * @returns the id of the window, the soonest of a series.
 * @throws {DomainError} `forbidden`; `invalid`.
 */
export async function scheduleMaintenance(
  db: Database,
  actor: Actor,
  input: PlannedWork,
  now: Instant,
): Promise<string> {
  requireRole(actor, "publisher");
  const title = cleanTitle(input.title);
  const body = cleanBody(input.body);
  checkWindow(input.startsAt, input.endsAt);
  const reminders = JSON.stringify(cleanReminders(input.reminders ?? DEFAULT_REMINDERS));
  const by = { actor, notify: input.notify ?? true };
  return inTransaction(db, async (tx) => {
    const components = await plannedComponents(tx, input.components);
    const common = { title, body, reminders };
    let id: string;
    if (input.recurrence) {
      const recurrence = { ...input.recurrence, rule: cleanRule(input.recurrence.rule, input.recurrence.timeZone) };
      id = await planSeries(tx, { ...input, ...common, components, recurrence }, by, now);
    } else {
      const publishedAt = Math.max(input.publishAt ?? now, now);
      const exemptReason = cleanReason(actor, input.exemptReason);
      const window = { ...common, startsAt: input.startsAt, endsAt: input.endsAt, components, series: null };
      id = await planWindow(tx, { ...window, publishedAt, exemptReason }, by, now);
    }
    await writeAudit(tx, { actor, action: "maintenance.schedule", subject: id, detail: { title } }, now);
    await bumpVersion(tx, now);
    return id;
  });
}

type Components = { componentId: string; status: ComponentStatus }[];

async function planSeries(
  tx: Database,
  work: {
    title: string;
    body: string;
    startsAt: Instant;
    endsAt: Instant;
    reminders: string;
    components: Components;
    recurrence: { rule: string; timeZone: string };
  },
  by: { actor: Actor; notify: boolean },
  now: Instant,
): Promise<string> {
  const row: Row<"maintenance_series"> = {
    id: newId(),
    title: work.title,
    body: work.body,
    rule: work.recurrence.rule,
    time_zone: work.recurrence.timeZone,
    starts_at: work.startsAt,
    duration_ms: work.endsAt - work.startsAt,
    components: JSON.stringify(work.components),
    reminders: work.reminders,
    ended_at: null,
    created_at: now,
    updated_at: now,
  };
  await insertSeries(tx, row);
  const [first] = await planOccurrences(tx, row, by, now);
  if (first === undefined) throw wrong("recurrence", "By this rule it never happens again. Look at its end.");
  return first;
}

/** @throws {DomainError} `invalid` when there is no such component. */
export async function plannedComponents(tx: Database, impacts: PlannedImpacts): Promise<Components> {
  const record: Record<string, ComponentStatus> = isList(impacts)
    ? Object.fromEntries(impacts.map((name) => [name, "under_maintenance" as const]))
    : impacts;
  return (await namedComponents(tx, record)).map(({ component, status }) => ({ componentId: component.id, status }));
}

function isList(impacts: PlannedImpacts): impacts is readonly string[] {
  return Array.isArray(impacts);
}

/** @throws {DomainError} `invalid`. */
export function checkWindow(startsAt: Instant, endsAt: Instant): void {
  if (endsAt <= startsAt) throw wrong("ends_at", "The work must end after it starts.", "must be later than starts_at");
}

/** @throws {DomainError} `invalid`. */
export function cleanReminders(given: readonly number[]): number[] {
  const isFit = given.every((ms) => Number.isInteger(ms) && ms >= MINUTE && ms <= 30 * DAY);
  if (!isFit || given.length > REMINDERS_MAX)
    throw wrong("reminders", "At most five reminders, each a minute to 30 days before the start.");
  return [...new Set(given)].sort((a, b) => b - a);
}

/** What was down without notice is not made planned afterwards by everybody. @throws {DomainError} `forbidden`. */
export function cleanReason(actor: Actor, reason: string | null | undefined): string | null {
  if (reason === undefined || reason === null || reason.trim() === "") return null;
  requireRole(actor, "admin");
  return cleanTitle(reason);
}

function wrong(path: string, message: string, short = message): DomainError {
  return new DomainError("invalid", message, { fields: [{ path, message: short }] });
}
