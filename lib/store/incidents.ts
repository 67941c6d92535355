import type { Instant } from "#lib/domain/instant.ts";
import type { ImpactStatus } from "#lib/domain/status.ts";
import type { Database } from "./database.ts";
import type { NewRow, Row } from "./schema.ts";

/** A sitemap holds at most 50,000 addresses. */
const PUBLISHED_MAX = 20_000;

export type UpdateWithImpacts = Row<"incident_update"> & { impacts: Row<"update_impact">[] };

export function findIncident(db: Database, id: string): Promise<Row<"incident"> | undefined> {
  return db
    .selectFrom("incident")
    .selectAll()
    .where("id", "=", id)
    .where("discarded_at", "is", null)
    .executeTakeFirst();
}

/** The incident that is open for this monitor, draft or public; undefined when there is none. */
export function openIncidentOf(db: Database, monitorId: string): Promise<Row<"incident"> | undefined> {
  return db
    .selectFrom("incident")
    .selectAll()
    .where("monitor_id", "=", monitorId)
    .where("resolved_at", "is", null)
    .where("discarded_at", "is", null)
    .executeTakeFirst();
}

/** Every incident that is neither resolved nor discarded, drafts included, newest first. */
export function listOpenIncidents(db: Database): Promise<Row<"incident">[]> {
  return db
    .selectFrom("incident")
    .selectAll()
    .where("resolved_at", "is", null)
    .where("discarded_at", "is", null)
    .orderBy("updated_at", "desc")
    .orderBy("id")
    .execute();
}

/** Public incidents that were resolved at or after `from`, newest first. */
export function listResolvedSince(db: Database, from: Instant): Promise<Row<"incident">[]> {
  return db
    .selectFrom("incident")
    .selectAll()
    .where("resolved_at", ">=", from)
    .where("published_at", "is not", null)
    .where("discarded_at", "is", null)
    .orderBy("resolved_at", "desc")
    .execute();
}

/**
 * A page of incidents, newest first.
 *
 * @param before the row to go on after, as (created_at, id); null for the first page.
 */
export function listIncidents(
  db: Database,
  before: { createdAt: Instant; id: string } | null,
  limit: number,
): Promise<Row<"incident">[]> {
  let query = db
    .selectFrom("incident")
    .selectAll()
    .where("discarded_at", "is", null)
    .where("published_at", "is not", null);
  if (before) {
    query = query.where((eb) =>
      eb.or([
        eb("created_at", "<", before.createdAt),
        eb.and([eb("created_at", "=", before.createdAt), eb("id", "<", before.id)]),
      ]),
    );
  }
  return query.orderBy("created_at", "desc").orderBy("id", "desc").limit(limit).execute();
}

/**
 * The ids of every incident that is public at `now`, and when anything of it last changed, its words and its postmortem
 * included; the newest first.
 */
export async function publishedIncidents(db: Database, now: Instant): Promise<{ id: string; changedAt: Instant }[]> {
  const rows = await db
    .selectFrom("incident")
    .leftJoin("postmortem", "postmortem.incident_id", "incident.id")
    .select((eb) => [
      "incident.id",
      "incident.updated_at",
      "postmortem.updated_at as explained_at",
      eb
        .selectFrom("incident_update")
        .select((of) => of.fn.max("incident_update.edited_at").as("last"))
        .whereRef("incident_update.incident_id", "=", "incident.id")
        .as("edited_at"),
    ])
    .where("incident.published_at", "<=", now)
    .where("incident.discarded_at", "is", null)
    .orderBy("incident.created_at", "desc")
    .limit(PUBLISHED_MAX)
    .execute();
  return rows.map(({ id, updated_at, explained_at, edited_at }) => ({
    id,
    changedAt: Math.max(updated_at, explained_at ?? 0, Number(edited_at ?? 0)),
  }));
}

/**
 * Public incidents that reach into [from, to), newest first; of one component only, if given. The rows say besides
 * whether a postmortem was published.
 */
export async function listIncidentsIn(
  db: Database,
  { from, to, componentId }: { from: Instant; to: Instant; componentId: string | null },
): Promise<(Row<"incident"> & { has_postmortem: boolean })[]> {
  let query = db
    .selectFrom("incident")
    .leftJoin("postmortem", "postmortem.incident_id", "incident.id")
    .selectAll("incident")
    .select("postmortem.published_at as explained_at")
    .where("incident.published_at", "is not", null)
    .where("incident.discarded_at", "is", null)
    .where("incident.started_at", "<", to)
    .where((eb) => eb.or([eb("incident.resolved_at", "is", null), eb("incident.resolved_at", ">=", from)]))
    .orderBy("incident.started_at", "desc")
    .orderBy("incident.id");
  if (componentId !== null) {
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom("incident_update")
          .innerJoin("update_impact", "update_impact.update_id", "incident_update.id")
          .select("incident_update.id")
          .whereRef("incident_update.incident_id", "=", "incident.id")
          .where("update_impact.component_id", "=", componentId),
      ),
    );
  }
  const rows = await query.execute();
  return rows.map(({ explained_at, ...row }) => ({ ...row, has_postmortem: explained_at !== null }));
}

/** Other public incidents of the same cause, or that named one of the components, the newest first. */
export function listRelated(
  db: Database,
  incident: Pick<Row<"incident">, "id" | "cause">,
  componentIds: readonly string[],
  limit: number,
): Promise<Row<"incident">[]> {
  return db
    .selectFrom("incident")
    .selectAll("incident")
    .where("incident.published_at", "is not", null)
    .where("incident.discarded_at", "is", null)
    .where("incident.id", "!=", incident.id)
    .where((eb) =>
      eb.or([
        ...(incident.cause === null ? [] : [eb("incident.cause", "=", incident.cause)]),
        eb.exists(
          eb
            .selectFrom("incident_update")
            .innerJoin("update_impact", "update_impact.update_id", "incident_update.id")
            .select("incident_update.id")
            .whereRef("incident_update.incident_id", "=", "incident.id")
            .where("update_impact.component_id", "in", componentIds.length === 0 ? [""] : componentIds),
        ),
      ]),
    )
    .orderBy("incident.started_at", "desc")
    .limit(limit)
    .execute();
}

export function findUpdate(db: Database, id: string): Promise<Row<"incident_update"> | undefined> {
  return db.selectFrom("incident_update").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Changes what an update says, and keeps what it said. */
export async function changeUpdateBody(tx: Database, edit: NewRow<"update_edit">, body: string): Promise<void> {
  await tx.insertInto("update_edit").values(edit).execute();
  await tx.updateTable("incident_update").set({ body, edited_at: edit.at }).where("id", "=", edit.update_id).execute();
}

/** What the updates of an incident said before they were changed, oldest first. */
export function editsOf(db: Database, incidentId: string): Promise<Row<"update_edit">[]> {
  return db
    .selectFrom("update_edit")
    .innerJoin("incident_update", "incident_update.id", "update_edit.update_id")
    .selectAll("update_edit")
    .where("incident_update.incident_id", "=", incidentId)
    .orderBy("update_edit.at")
    .execute();
}

/** When the first public incident began; null when there never was one. */
export async function firstIncidentAt(db: Database): Promise<Instant | null> {
  const row = await db
    .selectFrom("incident")
    .select("started_at")
    .where("published_at", "is not", null)
    .where("discarded_at", "is", null)
    .orderBy("started_at")
    .limit(1)
    .executeTakeFirst();
  return row?.started_at ?? null;
}

export async function insertIncident(tx: Database, row: NewRow<"incident">): Promise<void> {
  await tx.insertInto("incident").values(row).execute();
}

/**
 * Changes the incident if nobody else has since `version` was read.
 *
 * @returns false when somebody has: then nothing was changed.
 */
export async function updateIncident(
  tx: Database,
  incident: { id: string; version: number },
  change: Partial<Omit<NewRow<"incident">, "id" | "version">>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("incident")
    .set({ ...change, version: incident.version + 1 })
    .where("id", "=", incident.id)
    .where("version", "=", incident.version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The updates of these incidents in order of posting, each with what it said of components. */
export async function updatesOf(db: Database, incidentIds: readonly string[]): Promise<UpdateWithImpacts[]> {
  if (incidentIds.length === 0) return [];
  const updates = await db
    .selectFrom("incident_update")
    .selectAll()
    .where("incident_id", "in", incidentIds)
    .orderBy("incident_id")
    .orderBy("seq")
    .execute();
  if (updates.length === 0) return [];
  const impacts = await db
    .selectFrom("update_impact")
    .selectAll()
    .where(
      "update_id",
      "in",
      updates.map((update) => update.id),
    )
    .execute();
  return updates.map((update) => ({ ...update, impacts: impacts.filter((impact) => impact.update_id === update.id) }));
}

/** What each component is by the incident's latest word on it. */
export async function impactsOf(db: Database, incidentId: string): Promise<Map<string, ImpactStatus>> {
  const updates = await updatesOf(db, [incidentId]);
  return new Map(updates.flatMap((update) => update.impacts.map((one) => [one.component_id, one.new_status] as const)));
}

export async function insertUpdate(
  tx: Database,
  row: NewRow<"incident_update">,
  impacts: Omit<NewRow<"update_impact">, "update_id">[],
): Promise<void> {
  await tx.insertInto("incident_update").values(row).execute();
  if (impacts.length === 0) return;
  await tx
    .insertInto("update_impact")
    .values(impacts.map((impact) => ({ ...impact, update_id: row.id })))
    .execute();
}

/** Marks a draft's first update as posted now: what waits for publication keeps no older date than its publication. */
export async function stampUpdates(
  tx: Database,
  incidentId: string,
  postedAt: Instant,
  notifiedAt: Instant | null,
): Promise<void> {
  await tx
    .updateTable("incident_update")
    .set({ posted_at: postedAt, notified_at: notifiedAt })
    .where("incident_id", "=", incidentId)
    .execute();
}

export async function deleteUpdates(tx: Database, incidentId: string): Promise<void> {
  const ids = tx.selectFrom("incident_update").select("id").where("incident_id", "=", incidentId);
  await tx.deleteFrom("update_impact").where("update_id", "in", ids).execute();
  await tx.deleteFrom("incident_update").where("incident_id", "=", incidentId).execute();
}

export async function nextSeq(tx: Database, incidentId: string): Promise<number> {
  const row = await tx
    .selectFrom("incident_update")
    .select((eb) => eb.fn.max("seq").as("last"))
    .where("incident_id", "=", incidentId)
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

/** Whether a public open incident, on which a person has posted, names one of the components. */
export async function isCoveredByPerson(
  db: Database,
  componentIds: readonly string[],
  exceptId: string | null,
): Promise<boolean> {
  if (componentIds.length === 0) return false;
  const row = await db
    .selectFrom("incident")
    .innerJoin("incident_update", "incident_update.incident_id", "incident.id")
    .innerJoin("update_impact", "update_impact.update_id", "incident_update.id")
    .select("incident.id")
    .where("incident.published_at", "is not", null)
    .where("incident.taken_over_at", "is not", null)
    .where("incident.resolved_at", "is", null)
    .where("incident.discarded_at", "is", null)
    .where("incident.id", "!=", exceptId ?? "")
    .where("update_impact.component_id", "in", componentIds)
    .executeTakeFirst();
  return row !== undefined;
}

/** Drafts whose time has come. */
export function listDueDrafts(db: Database, now: Instant): Promise<Row<"incident">[]> {
  return db
    .selectFrom("incident")
    .selectAll()
    .where("publish_at", "<=", now)
    .where("published_at", "is", null)
    .where("discarded_at", "is", null)
    .execute();
}

/** Drafts whose followed incident no longer explains them: it is over, or its fix is being watched. */
export function listFollowersToRelease(db: Database): Promise<Row<"incident">[]> {
  return db
    .selectFrom("incident")
    .innerJoin("incident as followed", "followed.id", "incident.follows_id")
    .selectAll("incident")
    .where("incident.published_at", "is", null)
    .where("incident.discarded_at", "is", null)
    .where((eb) =>
      eb.or([eb("followed.status", "in", ["monitoring", "resolved"]), eb("followed.discarded_at", "is not", null)]),
    )
    .execute();
}

/** How many other incidents of this monitor went public and ended since `since`. */
export async function countToldSince(db: Database, monitorId: string, except: string, since: Instant): Promise<number> {
  const { count } = await db
    .selectFrom("incident")
    .select((eb) => eb.fn.countAll<number | bigint>().as("count"))
    .where("monitor_id", "=", monitorId)
    .where("id", "!=", except)
    .where("published_at", "is not", null)
    .where("resolved_at", ">=", since)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** How long each incident of this cause took that was public and ended since, in ms. */
export async function durationsOfCause(db: Database, cause: string, since: Instant): Promise<number[]> {
  const rows = await db
    .selectFrom("incident")
    .select(["started_at", "resolved_at"])
    .where("cause", "=", cause)
    .where("published_at", "is not", null)
    .where("resolved_at", ">=", since)
    .execute();
  return rows.flatMap((row) => (row.resolved_at === null ? [] : [row.resolved_at - row.started_at]));
}

/** Public incidents of monitors that no person has taken over and that still go on. */
export function listAutomatic(db: Database): Promise<Row<"incident">[]> {
  return db
    .selectFrom("incident")
    .selectAll()
    .where("monitor_id", "is not", null)
    .where("published_at", "is not", null)
    .where("taken_over_at", "is", null)
    .where("resolved_at", "is", null)
    .where("discarded_at", "is", null)
    .execute();
}

/** Public incidents that are to resolve by themselves by now. */
export function listDueResolutions(db: Database, now: Instant): Promise<Row<"incident">[]> {
  return db
    .selectFrom("incident")
    .selectAll()
    .where("resolve_at", "<=", now)
    .where("resolved_at", "is", null)
    .where("discarded_at", "is", null)
    .where("published_at", "is not", null)
    .execute();
}

/** The newest update that subscribers were told of; undefined when there was none. */
export function newestUpdate(db: Database): Promise<Pick<Row<"incident_update">, "id" | "incident_id"> | undefined> {
  return db
    .selectFrom("incident_update")
    .select(["id", "incident_id"])
    .where("notified_at", "is not", null)
    .orderBy("posted_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}
