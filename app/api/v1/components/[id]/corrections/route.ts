import { type Asked, reads, writes } from "#app/api/face/handle.ts";
import { moment } from "#app/api/face/present.ts";
import { newCorrection } from "#app/api/face/schemas.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { correctHistory } from "#lib/services/correct-history.ts";
import { findComponent } from "#lib/store/components.ts";
import { correctionsOf } from "#lib/store/corrections.ts";

async function list({ db, params }: Asked): Promise<object[]> {
  const component = await findComponent(db, params.id ?? "");
  if (!component) throw new DomainError("not_found", "There is no such component.");
  const rows = await correctionsOf(db, component.id);
  return rows.map((row) => ({
    id: row.id,
    status: row.status,
    started_at: moment(row.started_at),
    ended_at: moment(row.ended_at),
    reason: row.reason,
    author: row.author,
    created_at: moment(row.created_at),
    withdrawn_at: moment(row.withdrawn_at),
  }));
}

export const GET = reads("viewer", async (asked) => ({ body: { items: await list(asked), next_cursor: null } }));

export const POST = writes("maintainer", newCorrection, async (asked, input) => {
  const { db, actor, params, now } = asked;
  const { status, reason, started_at: startedAt, ended_at: endedAt } = input;
  const id = await correctHistory(db, actor, { component: params.id ?? "", status, reason, startedAt, endedAt }, now);
  const made = (await list(asked)).find((one) => "id" in one && one.id === id);
  return { status: 201, body: made };
});
