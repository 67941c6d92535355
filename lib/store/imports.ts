import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";
import type { Row } from "./schema.ts";

/** Keeps what was learnt of an incident that another page told. */
export async function insertPostmortemOf(
  tx: Database,
  incidentId: string,
  postmortem: { body: string; publishedAt: Instant; author: string },
): Promise<void> {
  const { body, publishedAt, author } = postmortem;
  const at = { published_at: publishedAt, created_at: publishedAt, updated_at: publishedAt };
  await tx
    .insertInto("postmortem")
    .values({ incident_id: incidentId, body, author, version: 1, ...at })
    .execute();
}

/** Keeps a stretch that another page measured; one that is here already may have become longer. @returns whether it is new. */
export async function putStretch(tx: Database, stretch: Row<"interval">): Promise<boolean> {
  const { id, ended_at } = stretch;
  const known = await tx.updateTable("interval").set({ ended_at }).where("id", "=", id).executeTakeFirst();
  if (known.numUpdatedRows > 0n) return false;
  await tx.insertInto("interval").values(stretch).execute();
  return true;
}
