import type { Expression, SqlBool } from "kysely";
import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { ChannelKind } from "./schema.ts";

/**
 * How many an update of an incident, or a notice of planned work, about these components would reach, by channel; a channel that reaches nobody is left out.
 *
 * Those who follow everything are reached by any update, the others by one that names a component of theirs. Who asked
 * for grave incidents only is counted too: nobody knows yet how grave it will become.
 */
export async function countRecipients(
  db: Database,
  componentIds: readonly string[],
  now: Instant,
  event: "incident" | "maintenance" = "incident",
): Promise<Partial<Record<ChannelKind, number>>> {
  const chosen = componentIds.length === 0 ? null : chosenBy(db, componentIds);
  const rows = await db
    .selectFrom("subscriber")
    // The whole table in one pass: going by an index costs a look-up for each of a hundred thousand rows.
    .select((eb) => {
      const reached: Expression<SqlBool>[] = [
        eb("state", "=", "active"),
        eb("events", "like", `%,${event},%`),
        eb.or([eb("paused_until", "is", null), eb("paused_until", "<=", now)]),
        eb.or([eb("scope", "=", "everything"), ...(chosen ? [eb("id", "in", chosen)] : [])]),
      ];
      const isCounted = eb.case().when(eb.and(reached)).then(1).else(0).end();
      return ["channel" as const, eb.fn.sum<number | string>(isCounted).as("count")];
    })
    .groupBy("channel")
    .execute();
  return Object.fromEntries(rows.flatMap((row) => (Number(row.count) > 0 ? [[row.channel, Number(row.count)]] : [])));
}

/** Who chose one of the components, or the group of one. */
function chosenBy(db: Database, componentIds: readonly string[]) {
  const groups = db
    .selectFrom("component")
    .select((eb) => eb.ref("group_id").$notNull().as("group_id"))
    .where("id", "in", componentIds)
    .where("group_id", "is not", null);
  return db
    .selectFrom("subscriber_component")
    .select("subscriber_id")
    .where("component_id", "in", componentIds)
    .union(db.selectFrom("subscriber_group").select("subscriber_id").where("group_id", "in", groups));
}
