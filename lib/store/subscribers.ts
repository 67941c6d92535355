import { CHANNEL_KINDS } from "#lib/domain/channel.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { ChannelKind, NewRow, Row } from "./schema.ts";

/** A subscriber with the components it follows; none means everything, what is added later included. */
export type SubscriberWithScope = Row<"subscriber"> & { componentIds: string[] };

/** Adds a subscriber with its scope. @returns false when the target is known already: then nothing was changed. */
export async function insertSubscriber(
  tx: Database,
  row: NewRow<"subscriber">,
  componentIds: readonly string[],
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("subscriber")
    .values(row)
    .onConflict((conflict) => conflict.columns(["channel", "target_key"]).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  await setScope(tx, row.id, componentIds);
  return true;
}

/** Replaces the components that the subscriber follows; none means everything. */
export async function setScope(tx: Database, subscriberId: string, componentIds: readonly string[]): Promise<void> {
  await tx.deleteFrom("subscriber_component").where("subscriber_id", "=", subscriberId).execute();
  if (componentIds.length === 0) return;
  const rows = [...new Set(componentIds)].map((id) => ({ subscriber_id: subscriberId, component_id: id }));
  await tx.insertInto("subscriber_component").values(rows).execute();
}

export async function updateSubscriber(
  tx: Database,
  id: string,
  change: Partial<Omit<NewRow<"subscriber">, "id">>,
): Promise<void> {
  await tx.updateTable("subscriber").set(change).where("id", "=", id).execute();
}

export async function findSubscriber(db: Database, id: string): Promise<SubscriberWithScope | undefined> {
  const row = await db.selectFrom("subscriber").selectAll().where("id", "=", id).executeTakeFirst();
  return row ? (await withScope(db, [row]))[0] : undefined;
}

/** The one subscriber that a channel has for a target, in whatever state; `targetKey` is the target's one spelling. */
export function findByTarget(
  db: Database,
  channel: ChannelKind,
  targetKey: string,
): Promise<Row<"subscriber"> | undefined> {
  return db
    .selectFrom("subscriber")
    .selectAll()
    .where("channel", "=", channel)
    .where("target_key", "=", targetKey)
    .executeTakeFirst();
}

/** The subscriber whose link was mailed with the token of this SHA-256, if it has not run out. */
export function findByConfirmToken(
  db: Database,
  tokenHash: string,
  now: Instant,
): Promise<Row<"subscriber"> | undefined> {
  return db
    .selectFrom("subscriber")
    .selectAll()
    .where("confirm_token_hash", "=", tokenHash)
    .where("confirm_expires_at", ">", now)
    .executeTakeFirst();
}

/**
 * Spends one of the code's attempts, before the code is looked at.
 *
 * @returns what the code is compared with; undefined when none is open, it ran out, or the attempts are used up.
 */
export async function takeCodeAttempt(
  tx: Database,
  subscriberId: string,
  maxAttempts: number,
  now: Instant,
): Promise<string | undefined> {
  const row = await tx
    .updateTable("subscriber")
    .set((eb) => ({ confirm_attempts: eb("confirm_attempts", "+", 1) }))
    .where("id", "=", subscriberId)
    .where("confirm_code_hash", "is not", null)
    .where("confirm_expires_at", ">", now)
    .where("confirm_attempts", "<", maxAttempts)
    .returning("confirm_code_hash")
    .executeTakeFirst();
  return row?.confirm_code_hash ?? undefined;
}

/**
 * A page of subscribers in the order of their ids.
 *
 * @param filter.after the id to go on after; omitted for the first page.
 */
export async function listSubscribers(
  db: Database,
  filter: { state?: Row<"subscriber">["state"]; channel?: ChannelKind; after?: string },
  limit: number,
): Promise<SubscriberWithScope[]> {
  let query = db.selectFrom("subscriber").selectAll();
  if (filter.state) query = query.where("state", "=", filter.state);
  if (filter.channel) query = query.where("channel", "=", filter.channel);
  if (filter.after) query = query.where("id", ">", filter.after);
  return withScope(db, await query.orderBy("id").limit(limit).execute());
}

/**
 * How many an update about these components would reach, by channel; a channel that reaches nobody is left out.
 *
 * Those who follow everything are reached by any update, the others by one that names a component of theirs.
 */
export async function countRecipients(
  db: Database,
  componentIds: readonly string[],
): Promise<Partial<Record<ChannelKind, number>>> {
  // The whole table in one pass: going by an index costs a look-up for each of a hundred thousand rows.
  const active = db.selectFrom("subscriber").select((eb) => {
    const countOf = (channel: ChannelKind) => {
      const isCounted = eb.and([eb("state", "=", "active"), eb("channel", "=", channel)]);
      return eb.fn.sum<number | string | null>(eb.case().when(isCounted).then(1).else(0).end()).as(channel);
    };
    return CHANNEL_KINDS.map(countOf);
  });
  const scoped = db.selectFrom("subscriber_component").select("subscriber_id");
  // Everyone, less those who chose, plus those of them who chose one of these.
  const parts = [
    { query: active, sign: 1 },
    { query: active.where("id", "in", scoped), sign: -1 },
    ...(componentIds.length === 0
      ? []
      : [{ query: active.where("id", "in", scoped.where("component_id", "in", componentIds)), sign: 1 }]),
  ];
  const reached: Partial<Record<ChannelKind, number>> = {};
  for (const { query, sign } of parts) {
    const row = await query.executeTakeFirst();
    for (const kind of CHANNEL_KINDS) reached[kind] = (reached[kind] ?? 0) + sign * Number(row?.[kind] ?? 0);
  }
  return Object.fromEntries(Object.entries(reached).filter(([, count]) => count > 0));
}

/** Forgets the addresses whose confirmation ran out before `before`: nobody ever said they were theirs. */
export async function forgetUnconfirmed(db: Database, before: Instant): Promise<void> {
  await db.deleteFrom("subscriber").where("state", "=", "pending").where("confirm_expires_at", "<", before).execute();
}

async function withScope(db: Database, rows: Row<"subscriber">[]): Promise<SubscriberWithScope[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const links = await db.selectFrom("subscriber_component").selectAll().where("subscriber_id", "in", ids).execute();
  const of = Map.groupBy(links, (link) => link.subscriber_id);
  return rows.map((row) => ({ ...row, componentIds: (of.get(row.id) ?? []).map((link) => link.component_id) }));
}
