import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { Row } from "./schema.ts";

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
