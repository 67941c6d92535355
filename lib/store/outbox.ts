import { sql } from "kysely";
import { CHANNEL_KINDS } from "#lib/domain/channel.ts";
import { HOUR, type Instant, MINUTE } from "#lib/domain/instant.ts";
import { type Database, engineOf } from "./database.ts";
import type { ChannelKind, NewRow, Row } from "./schema.ts";

/** No message waits longer than this between two attempts. */
export const MAX_WAIT_MS = HOUR;

/**
 * Adds a message that no fan-out makes: a confirmation. Call it in the transaction that makes it true.
 *
 * @returns false when there is one with this id already: then nothing was changed.
 */
export async function insertMessage(tx: Database, row: NewRow<"outbox">): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("outbox")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function deleteMessage(tx: Database, id: string): Promise<void> {
  await tx.deleteFrom("outbox").where("id", "=", id).execute();
}

/** The messages with these ids that exist, without their payload. */
export function findMessages(
  db: Database,
  ids: readonly string[],
): Promise<Pick<Row<"outbox">, "id" | "created_at">[]> {
  return db.selectFrom("outbox").select(["id", "created_at"]).where("id", "in", ids).execute();
}

type Claim = {
  limit: number;
  leaseMs: number;
  /** Targets that must not be sent to just now. */
  except?: readonly string[];
};

/**
 * Takes up to `limit` due messages of a channel for this worker until `now + leaseMs`, counting the attempt.
 *
 * Of the messages that one subscriber is owed about one incident or maintenance only the first
 * is given out: the next waits until it is settled. No two workers hold the same
 * message; one that is not settled before its lease ends is offered again, so
 * that delivery is at least once.
 */
export async function claimDue(
  db: Database,
  worker: string,
  channel: ChannelKind,
  now: Instant,
  claim: Claim,
): Promise<Row<"outbox">[]> {
  // A look that takes no lock: most of the time nothing is due.
  if (!(await dueOf(db, channel, now, { ...claim, limit: 1 }).executeTakeFirst())) return [];
  return db
    .with("due", () => {
      const due = dueOf(db, channel, now, claim);
      return engineOf(db) === "postgres" ? due.forUpdate().skipLocked() : due;
    })
    .updateTable("outbox")
    .set((eb) => ({
      attempts: eb("attempts", "+", 1),
      claimed_by: worker,
      claimed_until: now + claim.leaseMs,
      // A leased message leaves the index of what is due.
      next_attempt_at: now + claim.leaseMs,
    }))
    .where("id", "in", (qb) => qb.selectFrom("due").select("due.id"))
    .returningAll()
    .execute();
}

function dueOf(db: Database, channel: ChannelKind, now: Instant, { limit, except = [] }: Claim) {
  const due = db
    .selectFrom("outbox")
    .select("outbox.id")
    .where("outbox.state", "=", "queued")
    .where("outbox.channel", "=", channel)
    .where("outbox.next_attempt_at", "<=", now)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("outbox as earlier")
            .select("earlier.id")
            .where("earlier.state", "=", "queued")
            .whereRef("earlier.subscriber_id", "=", "outbox.subscriber_id")
            .whereRef("earlier.subject_id", "=", "outbox.subject_id")
            .whereRef("earlier.seq", "<", "outbox.seq"),
        ),
      ),
    )
    // A digest may speak of any of them, and came before.
    .where((eb) =>
      eb.or([
        eb("outbox.kind", "!=", "update"),
        eb.not(
          eb.exists(
            eb
              .selectFrom("outbox as digest")
              .select("digest.id")
              .where("digest.kind", "=", "digest")
              .where("digest.state", "=", "queued")
              .whereRef("digest.subscriber_id", "=", "outbox.subscriber_id"),
          ),
        ),
      ]),
    )
    .orderBy("outbox.next_attempt_at")
    .limit(limit);
  return except.length === 0 ? due : due.where("outbox.target", "not in", except);
}

/** What a claimed message needs to be drawn. */
export type ClaimContext = {
  id: string;
  /** Whether its subscriber still wants it. */
  isListening: boolean;
  /** Whether its thread begins with it. */
  isFirst: boolean;
  /** Whether an earlier message of the story has arrived, or was said by another one. */
  wasTold: boolean;
};

export async function contextOf(db: Database, claimed: readonly Row<"outbox">[]): Promise<ClaimContext[]> {
  if (claimed.length === 0) return [];
  const rows = await db
    .selectFrom("outbox")
    .leftJoin("subscriber", "subscriber.id", "outbox.subscriber_id")
    .select((eb) => [
      "outbox.id",
      "outbox.kind",
      "subscriber.state",
      "outbox.seq",
      eb
        .selectFrom("outbox as thread")
        .select((inner) => inner.fn.min("thread.seq").as("first"))
        .whereRef("thread.subscriber_id", "=", "outbox.subscriber_id")
        .whereRef("thread.subject_id", "=", "outbox.subject_id")
        .as("first_seq"),
      eb
        .selectFrom("outbox as told")
        .select((inner) => inner.fn.countAll<number | string>().as("count"))
        .whereRef("told.subscriber_id", "=", "outbox.subscriber_id")
        .whereRef("told.subject_id", "=", "outbox.subject_id")
        .whereRef("told.seq", "<", "outbox.seq")
        .where((inner) => inner.or([inner("told.state", "=", "sent"), inner("told.merged_into", "is not", null)]))
        .as("told_count"),
    ])
    .where(
      "outbox.id",
      "in",
      claimed.map((row) => row.id),
    )
    .execute();
  return rows.map((row) => ({
    id: row.id,
    isListening: row.kind === "note" || (row.kind === "confirm" ? row.state !== null : row.state === "active"),
    isFirst: row.first_seq === null || row.seq <= row.first_seq,
    wasTold: Number(row.told_count) > 0,
  }));
}

/** A message that was taken by the far side, and what it said. */
export type Sent = { id: string; answer: string; at: Instant };

/** Settles messages that were sent, all in one statement; one that was settled meanwhile stays as it is. @returns those it settled. */
export async function settleSent(tx: Database, sent: readonly Sent[]): Promise<{ channel: ChannelKind }[]> {
  if (sent.length === 0) return [];
  const rows = sent.map(
    (one) => sql`(cast(${one.id} as text), cast(${one.answer} as text), cast(${one.at} as bigint))`,
  );
  const settled = await sql<{ channel: ChannelKind }>`with done (id, answer, at) as (values ${sql.join(rows)})
    update outbox set state = 'sent', answer = done.answer, settled_at = done.at, claimed_until = null, payload = null
    from done where outbox.id = done.id and outbox.state = 'queued' returning outbox.channel`.execute(tx);
  return settled.rows;
}

/** Gives messages back that were claimed and never tried: the claim counts for no attempt. */
export async function giveBack(tx: Database, worker: string, ids: readonly string[], now: Instant): Promise<void> {
  await tx
    .updateTable("outbox")
    .set((eb) => ({
      attempts: eb("attempts", "-", 1),
      next_attempt_at: now,
      claimed_until: null,
      claimed_by: null,
    }))
    .where("id", "in", ids)
    .where("state", "=", "queued")
    .where("claimed_by", "=", worker)
    .execute();
}

/**
 * Settles a message for good; one that was settled meanwhile stays as it is. Secrets in its payload are forgotten.
 *
 * @returns whether it was settled by this.
 */
export async function settle(
  tx: Database,
  id: string,
  state: "sent" | "failed" | "suppressed",
  answer: string,
  now: Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("outbox")
    .set((eb) => ({
      state,
      answer,
      settled_at: now,
      claimed_until: null,
      // A digest that was given up can be sent again.
      payload: eb.case().when("kind", "=", "digest").then(eb.ref("payload")).else(null).end(),
    }))
    .where("id", "=", id)
    .where("state", "=", "queued")
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Gives a message back for another attempt at `nextAttemptAt`, unless another worker has taken it over meanwhile. */
export async function putBack(
  tx: Database,
  worker: string,
  id: string,
  answer: string,
  nextAttemptAt: Instant,
): Promise<void> {
  await tx
    .updateTable("outbox")
    .set({ answer, next_attempt_at: nextAttemptAt, claimed_until: null, claimed_by: null })
    .where("id", "=", id)
    .where("state", "=", "queued")
    .where("claimed_by", "=", worker)
    .execute();
}

/** Lets nothing go to the target before `until`, what is owed meanwhile included: the far side has asked for it. */
export async function holdTarget(tx: Database, channel: ChannelKind, target: string, until: Instant): Promise<void> {
  await tx
    .updateTable("outbox")
    .set({ next_attempt_at: until, held_until: until })
    .where("state", "=", "queued")
    .where("channel", "=", channel)
    .where("target", "=", target)
    .where("next_attempt_at", "<=", until)
    .execute();
}

/**
 * Frees what an earlier life of this worker held when it died, so that nobody waits for its lease to end.
 *
 * @param worker an id that no other running worker has.
 */
export async function releaseOwn(db: Database, worker: string, now: Instant): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ claimed_until: null, claimed_by: null, next_attempt_at: now })
    .where("state", "=", "queued")
    .where("claimed_by", "=", worker)
    .execute();
}

/** Makes due what waits longer than anything ever waits: the clock was set back meanwhile. */
export async function pullForward(db: Database, now: Instant): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ next_attempt_at: now })
    .where("state", "=", "queued")
    .where("channel", "in", CHANNEL_KINDS)
    .where("next_attempt_at", ">", now + MAX_WAIT_MS + MINUTE)
    .execute();
}

/** Takes back everything that is queued or held for a subscriber. @returns how many messages that were. */
export async function suppressQueued(
  tx: Database,
  subscriberId: string,
  reason: string,
  now: Instant,
  kind?: Row<"outbox">["kind"],
): Promise<number> {
  let query = tx
    .updateTable("outbox")
    .set({ state: "suppressed", answer: reason, settled_at: now, claimed_until: null, held_until: null, payload: null })
    .where("state", "in", ["queued", "held"])
    .where("subscriber_id", "=", subscriberId);
  if (kind) query = query.where("kind", "=", kind);
  const { numUpdatedRows } = await query.executeTakeFirst();
  return Number(numUpdatedRows);
}
