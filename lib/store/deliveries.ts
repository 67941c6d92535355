import { CHANNEL_KINDS } from "#lib/domain/channel.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { ChannelKind, Row } from "./schema.ts";

type State = Row<"outbox">["state"];
type Outcome = Row<"delivery_count">["outcome"];

/** A delivery as operators see it. `target` is personal: show it to those who may see subscribers. */
export type Delivery = Omit<Row<"outbox">, "payload">;

const COLUMNS = [
  "id",
  "kind",
  "incident_id",
  "update_id",
  "subject_id",
  "notice_id",
  "seq",
  "subscriber_id",
  "channel",
  "target",
  "state",
  "next_attempt_at",
  "attempts",
  "claimed_until",
  "claimed_by",
  "held_until",
  "merged_into",
  "answer",
  "created_at",
  "settled_at",
] as const;

/** A page of the messages of one update or notice, or of all, in the order of their ids; `after` is the id to go on after. */
export function deliveriesOf(
  db: Database,
  refId: string | null,
  filter: { state?: State; after?: string; limit: number },
): Promise<Delivery[]> {
  let query = db.selectFrom("outbox").select(COLUMNS);
  if (refId !== null) query = query.where((eb) => eb.or([eb("update_id", "=", refId), eb("notice_id", "=", refId)]));
  if (filter.state) query = query.where("state", "=", filter.state);
  if (filter.after) query = query.where("id", ">", filter.after);
  return query.orderBy("id").limit(filter.limit).execute();
}

/** What was sent to a subscriber, newest first. */
export function deliveriesTo(db: Database, subscriberId: string, limit: number): Promise<Delivery[]> {
  return db
    .selectFrom("outbox")
    .select(COLUMNS)
    .where("subscriber_id", "=", subscriberId)
    .orderBy("created_at", "desc")
    .limit(limit)
    .execute();
}

/** When each of these subscribers was last sent something; who never was is not in it. */
export async function lastSent(db: Database, subscriberIds: readonly string[]): Promise<Map<string, Instant>> {
  if (subscriberIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("outbox")
    .select((eb) => ["subscriber_id", eb.fn.max("settled_at").as("at")])
    .where("subscriber_id", "in", subscriberIds)
    .where("state", "=", "sent")
    .groupBy("subscriber_id")
    .execute();
  return new Map(rows.flatMap((row) => (row.at === null ? [] : [[row.subscriber_id, Number(row.at)]])));
}

/** The messages that were given up, those given up last first. */
export function listFailed(db: Database, limit: number): Promise<Delivery[]> {
  return db
    .selectFrom("outbox")
    .select(COLUMNS)
    .where("state", "=", "failed")
    .orderBy("settled_at", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** Puts a message that was given up back in the queue. @returns false when there is none such. */
export async function requeueFailed(tx: Database, id: string, now: Instant): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("outbox")
    .set({ state: "queued", next_attempt_at: now, attempts: 0, created_at: now, settled_at: null, claimed_by: null })
    .where("id", "=", id)
    .where("state", "=", "failed")
    .where("kind", "in", ["update", "digest"])
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The same for every message of one update or notice that was given up. @returns how many. */
export async function requeueFailedOf(tx: Database, refId: string, now: Instant): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable("outbox")
    .set({ state: "queued", next_attempt_at: now, attempts: 0, created_at: now, settled_at: null, claimed_by: null })
    .where((eb) => eb.or([eb("update_id", "=", refId), eb("notice_id", "=", refId)]))
    .where("state", "=", "failed")
    .where("kind", "in", ["update", "digest"])
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export type Settled = { channel: ChannelKind; outcome: Outcome; count: number };

/** Counts messages that were settled. Call it in the transaction that settles them, after it. */
export async function countSettled(tx: Database, settled: readonly Settled[]): Promise<void> {
  // In one order for everybody: two workers that count at the same moment wait for each other, and not in a ring.
  const order = settled.toSorted((a, b) => (`${a.channel} ${a.outcome}` < `${b.channel} ${b.outcome}` ? -1 : 1));
  for (const { channel, outcome, count } of order) {
    if (count === 0) continue;
    await tx
      .insertInto("delivery_count")
      .values({ channel, outcome, count })
      .onConflict((conflict) =>
        conflict
          .columns(["channel", "outcome"])
          .doUpdateSet((eb) => ({ count: eb("delivery_count.count", "+", count) })),
      )
      .execute();
  }
}

export type OutboxSummary = Record<
  ChannelKind,
  Record<State, number> & {
    /** When the message that waits longest was made; null when none waits. Held ones do not count. */
    oldestQueuedAt: Instant | null;
  }
>;

/**
 * How many messages each channel has in each state: what waits and what was given up as it is now, what was sent and
 * suppressed since ever. Looks at what is not settled and at the counts alone, however many were sent.
 */
export async function outboxSummary(db: Database): Promise<OutboxSummary> {
  const [queued, held, failed, counts] = await Promise.all([
    liveCounts(db, "queued"),
    liveCounts(db, "held"),
    liveCounts(db, "failed"),
    readCounts(db),
  ]);
  const none = () => ({ queued: 0, held: 0, sent: 0, failed: 0, suppressed: 0, oldestQueuedAt: null });
  const summary = Object.fromEntries(CHANNEL_KINDS.map((kind) => [kind, none()])) as OutboxSummary;
  for (const row of queued) {
    summary[row.channel].queued = Number(row.count);
    summary[row.channel].oldestQueuedAt = row.oldest;
  }
  for (const row of held) summary[row.channel].held = Number(row.count);
  for (const row of failed) summary[row.channel].failed = Number(row.count);
  for (const row of counts) if (row.outcome !== "failed") summary[row.channel][row.outcome] = row.count;
  return summary;
}

function liveCounts(db: Database, state: "queued" | "held" | "failed") {
  return db
    .selectFrom("outbox")
    .select((eb) => ["channel", eb.fn.countAll<number | string>().as("count"), eb.fn.min("created_at").as("oldest")])
    .where("state", "=", state)
    .groupBy("channel")
    .execute();
}

/** How many messages ever ended so, by channel. */
export async function readCounts(db: Database): Promise<Row<"delivery_count">[]> {
  const rows = await db.selectFrom("delivery_count").selectAll().execute();
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

export type DeliveryTotals = Record<State, number>;

/** How the messages of each of these updates and notices stand, forgotten ones included; only what has any is in it. */
export async function totalsOf(db: Database, refIds: readonly string[]): Promise<Map<string, DeliveryTotals>> {
  const totals = new Map<string, DeliveryTotals>();
  if (refIds.length === 0) return totals;
  const count = (ref: string, state: State, more: number | string) => {
    const known = totals.get(ref) ?? { queued: 0, held: 0, sent: 0, failed: 0, suppressed: 0 };
    known[state] += Number(more);
    totals.set(ref, known);
  };
  for (const column of ["update_id", "notice_id"] as const) {
    const rows = await db
      .selectFrom("outbox")
      .select((eb) => [eb.ref(column).as("ref"), "state", eb.fn.countAll<number | string>().as("count")])
      .where(column, "in", refIds)
      .groupBy([column, "state"])
      .execute();
    for (const row of rows) count(row.ref as string, row.state, row.count);
  }
  const forgotten = await db.selectFrom("delivery_total").selectAll().where("ref_id", "in", refIds).execute();
  for (const row of forgotten) count(row.ref_id, row.state, row.count);
  return totals;
}

/**
 * Forgets up to `limit` messages that were settled before `before`, and keeps how many there were.
 *
 * Those of a story that is not over, or has not been for long, stay: what follows goes to whom it was told.
 *
 * @returns how many were forgotten.
 */
export async function forgetSettled(tx: Database, before: Instant, limit: number): Promise<number> {
  const due = await tx
    .selectFrom("outbox")
    .leftJoin("incident", "incident.id", "outbox.incident_id")
    .select(["outbox.id", "outbox.channel", "outbox.state", "outbox.update_id", "outbox.notice_id"])
    .where("outbox.settled_at", "<", before)
    .where((eb) =>
      eb.or([
        eb("outbox.incident_id", "is", null),
        eb("incident.resolved_at", "<", before),
        eb("incident.discarded_at", "is not", null),
      ]),
    )
    .orderBy("outbox.settled_at")
    .limit(limit)
    .execute();
  if (due.length === 0) return 0;
  const sums = new Map<string, { ref: string; channel: ChannelKind; state: Outcome; count: number }>();
  for (const row of due) {
    const ref = row.update_id ?? row.notice_id;
    if (ref === null) continue;
    const key = `${ref} ${row.channel} ${row.state}`;
    const sum = sums.get(key) ?? { ref, channel: row.channel, state: row.state as Outcome, count: 0 };
    sums.set(key, { ...sum, count: sum.count + 1 });
  }
  for (const { ref, channel, state, count } of sums.values()) {
    await tx
      .insertInto("delivery_total")
      .values({ ref_id: ref, channel, state, count })
      .onConflict((conflict) =>
        conflict
          .columns(["ref_id", "channel", "state"])
          .doUpdateSet((eb) => ({ count: eb("delivery_total.count", "+", count) })),
      )
      .execute();
  }
  const ids = due.map((row) => row.id);
  await tx.deleteFrom("outbox").where("id", "in", ids).execute();
  return due.length;
}
