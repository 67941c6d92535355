import type { Actor } from "#lib/domain/actor.ts";
import { chainHash } from "#lib/domain/audit-chain.ts";
import { newId } from "#lib/domain/ids.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { Row } from "./schema.ts";

const HEAD = 1;

/** Writes down who did what. Call it in the transaction of the deed; `detail` holds no secret. */
export async function writeAudit(
  tx: Database,
  entry: { actor: Actor; action: string; subject: string; detail?: Record<string, unknown> },
  now: Instant,
): Promise<void> {
  // The head is changed first: whoever writes at the same time waits here, and the chain has one order.
  const head = await tx
    .updateTable("audit_head")
    .set((eb) => ({ seq: eb("seq", "+", 1) }))
    .where("id", "=", HEAD)
    .returning(["seq", "hash"])
    .executeTakeFirstOrThrow();
  const row = {
    seq: head.seq,
    id: newId(),
    at: now,
    actor: `${entry.actor.kind}:${entry.actor.id}`,
    action: entry.action,
    subject: entry.subject,
    detail: JSON.stringify(entry.detail ?? {}),
  };
  const hash = chainHash(head.hash, row);
  await tx
    .insertInto("audit")
    .values({ ...row, hash })
    .execute();
  await tx.updateTable("audit_head").set({ hash }).where("id", "=", HEAD).execute();
}

/** The newest entries before `before` (all when null), the newest first. */
export function listAudit(db: Database, before: number | null, limit: number): Promise<Row<"audit">[]> {
  let query = db.selectFrom("audit").selectAll().orderBy("seq", "desc").limit(limit);
  if (before !== null) query = query.where("seq", "<", before);
  return query.execute();
}

/** Every entry in order, and the head they must lead to. */
export async function readChain(
  db: Database,
): Promise<{ entries: Row<"audit">[]; head: { seq: number; hash: string } }> {
  // The head first: what is written meanwhile lies behind it.
  const head = await db.selectFrom("audit_head").selectAll().where("id", "=", HEAD).executeTakeFirstOrThrow();
  const entries = await db.selectFrom("audit").selectAll().where("seq", "<=", head.seq).orderBy("seq").execute();
  return { entries, head };
}
