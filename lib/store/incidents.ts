import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { NewRow, Row } from "./schema.ts";

/** A sitemap holds at most 50,000 addresses. */
const PUBLISHED_MAX = 20_000;

export function findIncident(db: Database, id: string): Promise<Row<"incident"> | undefined> {
  return db
    .selectFrom("incident")
    .selectAll()
    .where("id", "=", id)
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
