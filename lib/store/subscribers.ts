import { sql } from "kysely";
import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { ChannelKind, NewRow, Row } from "./schema.ts";
import { type Scope, type SubscriberWithScope, setScope, withScope } from "./scope.ts";

export type { SubscriberWithScope };

/** Adds a subscriber with its scope. @returns false when the target is known already: then nothing was changed. */
export async function insertSubscriber(
  tx: Database,
  row: NewRow<"subscriber">,
  scope: Partial<Scope>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("subscriber")
    .values(row)
    .onConflict((conflict) => conflict.columns(["channel", "target_key"]).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  await setScope(tx, row.id, scope);
  return true;
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
 * @param filter.words a part of the address.
 */
export async function listSubscribers(
  db: Database,
  filter: { state?: Row<"subscriber">["state"]; channel?: ChannelKind; after?: string; words?: string },
  limit: number,
): Promise<SubscriberWithScope[]> {
  let query = db.selectFrom("subscriber").selectAll();
  if (filter.state) query = query.where("state", "=", filter.state);
  if (filter.channel) query = query.where("channel", "=", filter.channel);
  if (filter.after) query = query.where("id", ">", filter.after);
  // What stands for anything in LIKE stands for itself here.
  if (filter.words) query = query.where(sql<boolean>`target_key like ${likeText(filter.words)} escape '!'`);
  return withScope(db, await query.orderBy("id").limit(limit).execute());
}

/** Forgets the addresses whose confirmation ran out before `before`: nobody ever said they were theirs. */
export async function forgetUnconfirmed(db: Database, before: Instant): Promise<void> {
  await db.deleteFrom("subscriber").where("state", "=", "pending").where("confirm_expires_at", "<", before).execute();
}

function likeText(words: string): string {
  return `%${words.toLowerCase().replace(/[!%_]/g, "!$&")}%`;
}

/** How many subscribers are in each state, by channel. */
export async function countSubscribers(
  db: Database,
): Promise<{ channel: ChannelKind; state: Row<"subscriber">["state"]; count: number }[]> {
  const rows = await db
    .selectFrom("subscriber")
    .select((eb) => ["channel", "state", eb.fn.countAll<number | string>().as("count")])
    .groupBy(["channel", "state"])
    .execute();
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** How many of these targets are subscribed, in whatever state. */
export async function knownTargets(
  db: Database,
  targets: readonly { channel: ChannelKind; key: string }[],
): Promise<number> {
  let known = 0;
  for (let i = 0; i < targets.length; i += 500) {
    const part = targets.slice(i, i + 500);
    const rows = await db
      .selectFrom("subscriber")
      .select(["channel", "target_key"])
      .where(
        "target_key",
        "in",
        part.map((one) => one.key),
      )
      .execute();
    const found = new Set(rows.map((row) => `${row.channel} ${row.target_key}`));
    known += part.filter((one) => found.has(`${one.channel} ${one.key}`)).length;
  }
  return known;
}

/** Removes the subscriber and all that hangs on it; what was sent has to be made nameless first. */
export async function eraseSubscriber(tx: Database, id: string): Promise<void> {
  await tx.deleteFrom("subscriber").where("id", "=", id).execute();
}

/** Takes the address, and what far sides said of it, out of what was sent to the subscriber. */
export async function eraseDeliveries(tx: Database, subscriberId: string): Promise<void> {
  await tx
    .updateTable("outbox")
    .set({ target: "", answer: null, payload: null })
    .where("subscriber_id", "=", subscriberId)
    .execute();
}
