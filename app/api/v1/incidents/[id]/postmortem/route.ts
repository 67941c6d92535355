import { type Asked, reads, writes } from "#app/api/face/handle.ts";
import { moment } from "#app/api/face/present.ts";
import { postmortemChange } from "#app/api/face/schemas.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { writePostmortem } from "#lib/services/write-postmortem.ts";
import { findPostmortem } from "#lib/store/postmortems.ts";

async function show({ db, params }: Asked): Promise<object> {
  const row = await findPostmortem(db, params.id ?? "");
  if (!row) throw new DomainError("not_found", "Nobody has written a postmortem of this incident.");
  return {
    incident_id: row.incident_id,
    body: row.body,
    author: row.author,
    published_at: moment(row.published_at),
    created_at: moment(row.created_at),
    updated_at: moment(row.updated_at),
  };
}

export const GET = reads("viewer", async (asked) => ({ body: await show(asked) }));

export const PATCH = writes("publisher", postmortemChange, async (asked, { body, published }) => {
  const { db, actor, params, now } = asked;
  await writePostmortem(db, actor, { incidentId: params.id ?? "", body, published }, now);
  return { body: await show(asked) };
});
