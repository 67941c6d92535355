import { type RawBuilder, sql } from "kysely";
import type { IncidentImpact } from "#lib/domain/incident.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { type EventKind, impactsUpTo } from "#lib/domain/subscription.ts";
import { type Database, engineOf } from "./database.ts";
import { nextSeq } from "./incident-updates.ts";
import type { Row } from "./schema.ts";

/** What is owed: an update of an incident, a notice of a maintenance, or an incident's postmortem (neither is named). */
export type OpenFanout = Row<"fanout">;

/** What names it among what one subscriber was told: the update, the notice, or the incident whose postmortem it is. */
export function refOf(fanout: Pick<OpenFanout, "update_id" | "notice_id" | "incident_id">): string {
  return (fanout.update_id ?? fanout.notice_id ?? fanout.incident_id) as string;
}

/**
 * The oldest update that is still owed to somebody; undefined when nothing is.
 *
 * What is owed of one incident or maintenance is expanded one after the other, so
 * that "resolved" knows who was told before. Within a transaction on PostgreSQL the row is
 * ours until it ends; those that others hold are passed over.
 */
export function takeOpenFanout(tx: Database, now: Instant): Promise<OpenFanout | undefined> {
  const open = tx
    .selectFrom("fanout")
    .selectAll("fanout")
    .where("fanout.finished_at", "is", null)
    .where("fanout.not_before", "<=", now)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("fanout as earlier")
            .select("earlier.id")
            .where("earlier.finished_at", "is", null)
            .where((one) =>
              one.or([
                one("earlier.incident_id", "=", one.ref("fanout.incident_id")),
                one("earlier.maintenance_id", "=", one.ref("fanout.maintenance_id")),
              ]),
            )
            .whereRef("earlier.seq", "<", "fanout.seq"),
        ),
      ),
    )
    .orderBy("fanout.created_at")
    .orderBy("fanout.id")
    .limit(1);
  const mine = engineOf(tx) === "postgres" && tx.isTransaction ? open.forUpdate("fanout").skipLocked() : open;
  return mine.executeTakeFirst();
}

type NewFanout = { id: string; event: EventKind; notBefore: Instant } & (
  | { incidentId: string; updateId: string }
  | { maintenanceId: string; noticeId: string }
  | { postmortemOf: string }
);

/** Owes an update, a notice or a postmortem to everyone who asked. Call it in the transaction that makes it true. */
export async function insertFanout(tx: Database, row: NewFanout, now: Instant): Promise<void> {
  const of = await placeOf(tx, row);
  await tx
    .insertInto("fanout")
    .values({
      id: row.id,
      event: row.event,
      incident_id: null,
      update_id: null,
      maintenance_id: null,
      notice_id: null,
      ...of,
      cursor: "",
      not_before: row.notBefore,
      created_at: now,
      finished_at: null,
    })
    .execute();
}

/** Where it stands in its story: in the order of the seq it is told. */
async function placeOf(tx: Database, row: NewFanout): Promise<Partial<OpenFanout> & { seq: number }> {
  if ("incidentId" in row) {
    const update = tx.selectFrom("incident_update").select("seq").where("id", "=", row.updateId);
    return { incident_id: row.incidentId, update_id: row.updateId, ...(await update.executeTakeFirstOrThrow()) };
  }
  if ("noticeId" in row) {
    const notice = tx.selectFrom("maintenance_notice").select("seq").where("id", "=", row.noticeId);
    return { maintenance_id: row.maintenanceId, notice_id: row.noticeId, ...(await notice.executeTakeFirstOrThrow()) };
  }
  return { incident_id: row.postmortemOf, seq: await nextSeq(tx, row.postmortemOf) };
}

/** Whether the incident's postmortem has been owed to subscribers: they are told of it once. */
export async function isPostmortemOwed(tx: Database, incidentId: string): Promise<boolean> {
  const owed = tx.selectFrom("fanout").select("id").where("incident_id", "=", incidentId);
  return (await owed.where("event", "=", "postmortem").executeTakeFirst()) !== undefined;
}

/** Whom a message goes to. */
export type Audience = {
  event: EventKind;
  /** Of an incident; null for what has none. */
  impact: IncidentImpact | null;
  componentIds: readonly string[];
  groupIds: readonly string[];
  /** Leaves out whom nothing was told of the subject before. */
  onlyToldBefore: boolean;
};

/** The next subscribers after the cursor, at most `limit`: the first and the last id, and whether there may be more. */
export async function nextBatch(
  tx: Database,
  cursor: string,
  limit: number,
): Promise<{ last: string | null; isLast: boolean }> {
  const batch = await tx
    .selectFrom("subscriber")
    .select("id")
    .where("state", "=", "active")
    .where("id", ">", cursor)
    .orderBy("id")
    .limit(limit)
    .execute();
  return { last: batch.at(-1)?.id ?? null, isLast: batch.length < limit };
}

/** Moves the cursor: everybody up to it has the message. */
export async function moveCursor(
  tx: Database,
  fanout: OpenFanout,
  to: { last: string | null; isLast: boolean },
  now: Instant,
): Promise<void> {
  await tx
    .updateTable("fanout")
    .set({ cursor: to.last ?? fanout.cursor, finished_at: to.isLast ? now : null })
    .where("id", "=", fanout.id)
    .execute();
}

/** Makes one message for each active subscriber after the cursor and up to `last` whom the audience takes in. */
export async function insertMessages(
  tx: Database,
  fanout: OpenFanout,
  audience: Audience,
  last: string,
  now: Instant,
): Promise<void> {
  const ref = refOf(fanout);
  const subject = (fanout.incident_id ?? fanout.maintenance_id) as string;
  await sql`
    insert into outbox (id, kind, incident_id, update_id, subject_id, notice_id, seq, subscriber_id, channel, target,
      payload, state, next_attempt_at, attempts, claimed_until, claimed_by, answer, created_at, settled_at)
    select ${sql.val(`${ref}-`)} || s.id, 'update', ${text(fanout.incident_id)}, ${text(fanout.update_id)},
      ${text(subject)}, ${text(fanout.update_id === null ? ref : null)}, cast(${fanout.seq} as integer), s.id, s.channel, s.target,
      null, 'queued', ${firstAttempt(now)}, 0, cast(null as bigint), null, null, cast(${now} as bigint),
      cast(null as bigint)
    from subscriber s
    where s.state = 'active' and s.id > ${fanout.cursor} and s.id <= ${last}
      and (s.paused_until is null or s.paused_until <= ${now})
      and (${wants(audience)} or ${follows(fanout.event === "incident" ? fanout.incident_id : null)})
      and ${audience.onlyToldBefore ? toldBefore(subject, fanout.seq) : sql`1 = 1`}
    on conflict do nothing`.execute(tx);
}

type Condition = RawBuilder<unknown>;

const text = (value: string | null): Condition => sql`cast(${value} as text)`;

/** At once, unless the target has asked for a pause. Mail has one server for all, which speaks of one recipient. */
function firstAttempt(now: Instant): Condition {
  return sql`cast(case when s.channel = 'email' then ${now} else coalesce((select max(p.held_until) from outbox p
    where p.subscriber_id = s.id and p.state = 'queued' and p.held_until > ${now}), ${now}) end as bigint)`;
}

/** Of the kind, grave enough, and about something they follow. */
function wants({ event, impact, componentIds, groupIds }: Audience): Condition {
  const graveEnough = impact === null ? sql`1 = 1` : sql`s.min_impact in (${sql.join(impactsUpTo(impact))})`;
  return sql`(s.events like ${`%,${event},%`} and ${graveEnough}
    and (s.scope = 'everything' or ${chose("subscriber_component", "component_id", componentIds)}
      or ${chose("subscriber_group", "group_id", groupIds)}))`;
}

function chose(table: string, column: string, ids: readonly string[]): Condition {
  if (ids.length === 0) return sql`1 = 0`;
  return sql`exists (select 1 from ${sql.table(table)} f
    where f.subscriber_id = s.id and f.${sql.ref(column)} in (${sql.join(ids)}))`;
}

function follows(incidentId: string | null): Condition {
  if (incidentId === null) return sql`1 = 0`;
  return sql`exists (select 1 from subscriber_incident i where i.subscriber_id = s.id and i.incident_id = ${incidentId})`;
}

/** Sent, on its way, or said by another message. */
function toldBefore(subject: string, seq: number): Condition {
  return sql`exists (select 1 from outbox o where o.subscriber_id = s.id and o.subject_id = ${subject} and o.seq < ${seq}
    and (o.state in ('queued', 'held', 'sent') or o.merged_into is not null))`;
}
