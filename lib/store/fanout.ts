import { sql } from "kysely";
import type { IncidentStatus } from "#lib/domain/incident.ts";
import type { Instant } from "#lib/domain/instant.ts";
import { type Database, engineOf } from "./database.ts";
import type { Row } from "./schema.ts";

/** An update that is owed, with what decides who is told. */
export type OpenFanout = Row<"fanout"> & { seq: number; status: IncidentStatus };

/**
 * The oldest update that is still owed to somebody; undefined when nothing is.
 *
 * An incident's updates are expanded one after the other, so that "resolved"
 * knows who was told before. Within a transaction on PostgreSQL the row is
 * ours until it ends; those that others hold are passed over.
 */
export function takeOpenFanout(tx: Database): Promise<OpenFanout | undefined> {
  const open = tx
    .selectFrom("fanout")
    .innerJoin("incident_update", "incident_update.id", "fanout.update_id")
    .selectAll("fanout")
    .select(["incident_update.seq", "incident_update.status"])
    .where("fanout.finished_at", "is", null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("fanout as earlier")
            .innerJoin("incident_update as before", "before.id", "earlier.update_id")
            .select("earlier.id")
            .where("earlier.finished_at", "is", null)
            .whereRef("earlier.incident_id", "=", "fanout.incident_id")
            .whereRef("before.seq", "<", "incident_update.seq"),
        ),
      ),
    )
    .orderBy("fanout.created_at")
    .orderBy("fanout.id")
    .limit(1);
  const mine = engineOf(tx) === "postgres" && tx.isTransaction ? open.forUpdate("fanout").skipLocked() : open;
  return mine.executeTakeFirst();
}

/** The components that the incident has named up to and with this update. */
export async function componentsNamedBy(db: Database, incidentId: string, seq: number): Promise<string[]> {
  const rows = await db
    .selectFrom("update_impact")
    .innerJoin("incident_update", "incident_update.id", "update_impact.update_id")
    .select("update_impact.component_id")
    .distinct()
    .where("incident_update.incident_id", "=", incidentId)
    .where("incident_update.seq", "<=", seq)
    .execute();
  return rows.map((row) => row.component_id);
}

/**
 * Makes one message for each of the next `limit` active subscribers after the
 * cursor who follow one of the components, and moves the cursor: both or neither.
 *
 * @param onlyToldBefore leaves out whom no earlier update of the incident went to.
 * @returns whether subscribers may be left.
 */
export async function expandBatch(
  tx: Database,
  fanout: OpenFanout,
  audience: { componentIds: readonly string[]; onlyToldBefore: boolean },
  limit: number,
  now: Instant,
): Promise<boolean> {
  const batch = await tx
    .selectFrom("subscriber")
    .select("id")
    .where("state", "=", "active")
    .where("id", ">", fanout.cursor)
    .orderBy("id")
    .limit(limit)
    .execute();
  const last = batch.at(-1)?.id;
  if (last !== undefined) await insertMessages(tx, fanout, audience, last, now);
  const isLast = batch.length < limit;
  await tx
    .updateTable("fanout")
    .set({ cursor: last ?? fanout.cursor, finished_at: isLast ? now : null })
    .where("id", "=", fanout.id)
    .execute();
  return !isLast;
}

async function insertMessages(
  tx: Database,
  fanout: OpenFanout,
  audience: { componentIds: readonly string[]; onlyToldBefore: boolean },
  last: string,
  now: Instant,
): Promise<void> {
  const follows =
    audience.componentIds.length === 0 ? sql`1 = 0` : sql`f.component_id in (${sql.join(audience.componentIds)})`;
  const toldBefore = sql`exists (select 1 from outbox o join incident_update u on u.id = o.update_id
    where u.incident_id = ${fanout.incident_id} and u.seq < ${fanout.seq} and o.subscriber_id = s.id
      and o.state in ('queued', 'sent'))`;
  await sql`
    insert into outbox (id, kind, incident_id, update_id, seq, subscriber_id, channel, target, payload, state,
      next_attempt_at, attempts, claimed_until, claimed_by, answer, created_at, settled_at)
    select ${sql.val(`${fanout.update_id}-`)} || s.id, 'update', ${sql.val(fanout.incident_id)}, ${sql.val(fanout.update_id)},
      cast(${fanout.seq} as integer), s.id, s.channel, s.target, null, 'queued',
      cast(${now} as bigint), 0, cast(null as bigint), null, null, cast(${now} as bigint), cast(null as bigint)
    from subscriber s
    where s.state = 'active' and s.id > ${fanout.cursor} and s.id <= ${last}
      and (not exists (select 1 from subscriber_component f where f.subscriber_id = s.id)
        or exists (select 1 from subscriber_component f where f.subscriber_id = s.id and ${follows}))
      and ${audience.onlyToldBefore ? toldBefore : sql`1 = 1`}
    on conflict do nothing`.execute(tx);
}
