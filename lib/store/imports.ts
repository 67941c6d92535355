import type { Instant } from "#lib/domain/instant.ts";
import type { Database } from "./database.ts";

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
