import type { Instant } from "#lib/domain/instant.ts";
import type { EventKind } from "#lib/domain/subscription.ts";
import type { Database } from "./database.ts";
import { refOf } from "./fanout.ts";

/** One update or notice that was owed to subscribers. */
export type OwedEntry = {
  fanoutId: string;
  /** The update's or the notice's id, or the incident's whose postmortem it is. */
  refId: string;
  event: EventKind;
  /** The incident's or maintenance's id. */
  subjectId: string;
  title: string;
  /** An incident's status, or a maintenance's stage; a postmortem's is "published". */
  stage: string;
  createdAt: Instant;
  /** Nothing of it goes out before. */
  notBefore: Instant;
  /** Null while its messages are still being made. */
  finishedAt: Instant | null;
};

/** What was owed to subscribers, newest first. @param before the last entry seen; null for the first page. */
export async function listOwed(
  db: Database,
  before: { createdAt: Instant; id: string } | null,
  limit: number,
): Promise<OwedEntry[]> {
  let query = owed(db);
  if (before) {
    query = query.where((eb) =>
      eb.or([
        eb("fanout.created_at", "<", before.createdAt),
        eb.and([eb("fanout.created_at", "=", before.createdAt), eb("fanout.id", "<", before.id)]),
      ]),
    );
  }
  const rows = await query.orderBy("fanout.created_at", "desc").orderBy("fanout.id", "desc").limit(limit).execute();
  return rows.map(entryOf);
}

/** The entry of this update or notice; undefined when nothing of it was owed. */
export async function findOwed(db: Database, refId: string): Promise<OwedEntry | undefined> {
  const row = await owed(db)
    .where((eb) =>
      eb.or([
        eb("fanout.update_id", "=", refId),
        eb("fanout.notice_id", "=", refId),
        eb.and([eb("fanout.event", "=", "postmortem"), eb("fanout.incident_id", "=", refId)]),
      ]),
    )
    .executeTakeFirst();
  return row && entryOf(row);
}

function owed(db: Database) {
  return db
    .selectFrom("fanout")
    .leftJoin("incident", "incident.id", "fanout.incident_id")
    .leftJoin("incident_update", "incident_update.id", "fanout.update_id")
    .leftJoin("maintenance_notice", "maintenance_notice.id", "fanout.notice_id")
    .select([
      "fanout.id",
      "fanout.event",
      "fanout.update_id",
      "fanout.notice_id",
      "fanout.incident_id",
      "fanout.maintenance_id",
      "fanout.created_at",
      "fanout.not_before",
      "fanout.finished_at",
      "incident.title as incident_title",
      "incident_update.status",
      "maintenance_notice.title as notice_title",
      "maintenance_notice.stage",
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof owed>["execute"]>>[number];

function entryOf(row: Row): OwedEntry {
  return {
    fanoutId: row.id,
    refId: refOf(row),
    event: row.event,
    subjectId: (row.incident_id ?? row.maintenance_id) as string,
    title: row.incident_title ?? row.notice_title ?? "",
    stage: row.status ?? row.stage ?? "published",
    createdAt: row.created_at,
    notBefore: row.not_before,
    finishedAt: row.finished_at,
  };
}
