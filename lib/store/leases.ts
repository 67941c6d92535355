import { DomainError } from "#lib/domain/errors.ts";
import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";

/** The right to act as the only one of its kind, for a while. A higher fence is a newer right. */
export type Lease = { name: string; holder: string; fence: number };

/**
 * Takes or renews the lease: ours already, free, or run out.
 *
 * @returns null while another holds it.
 */
export async function takeLease(
  db: Database,
  name: string,
  holder: string,
  ttlMs: number,
  now: Instant,
): Promise<Lease | null> {
  const row = await db
    .insertInto("lease")
    .values({ name, holder, fence: 1, expires_at: now + ttlMs })
    .onConflict((conflict) =>
      conflict
        .column("name")
        .doUpdateSet((eb) => ({
          holder,
          fence: eb
            .case()
            .when("lease.holder", "=", holder)
            .then(eb.ref("lease.fence"))
            .else(eb("lease.fence", "+", 1))
            .end(),
          expires_at: now + ttlMs,
        }))
        .where((eb) => eb.or([eb("lease.holder", "=", holder), eb("lease.expires_at", "<=", now)])),
    )
    .returning(["name", "holder", "fence"])
    .executeTakeFirst();
  return row ?? null;
}

/** Gives the lease up, so that another need not wait. */
export async function dropLease(db: Database, lease: Lease, now: Instant): Promise<void> {
  await db
    .updateTable("lease")
    .set({ expires_at: now })
    .where("name", "=", lease.name)
    .where("holder", "=", lease.holder)
    .execute();
}

/**
 * Makes sure, inside a transaction, that the lease is still ours: who slept past its end writes nothing.
 *
 * @throws {DomainError} `conflict` when another holds it.
 */
export async function requireLease(tx: Database, lease: Lease): Promise<void> {
  const row = await tx
    .selectFrom("lease")
    .select("fence")
    .where("name", "=", lease.name)
    .where("holder", "=", lease.holder)
    .executeTakeFirst();
  if (row?.fence !== lease.fence) throw new DomainError("conflict", "Another worker has taken over.");
}
