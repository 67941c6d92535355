import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { Row } from "./schema.ts";

const ONLY = 1;

/** The configuration that was applied to the store; undefined when none ever was. References to the environment stand in it unresolved. */
export function readAppliedConfiguration(db: Database): Promise<Row<"configuration"> | undefined> {
  return db.selectFrom("configuration").selectAll().where("id", "=", ONLY).executeTakeFirst();
}

export async function writeAppliedConfiguration(tx: Database, text: string, by: string, now: Instant): Promise<void> {
  const row = { text, applied_at: now, applied_by: by };
  await tx
    .insertInto("configuration")
    .values({ id: ONLY, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
}
