import { reads } from "#app/api/face/handle.ts";
import { pageLimit, pageOf, readCursor } from "#app/api/face/paging.ts";
import { moment } from "#app/api/face/present.ts";
import { HttpProblem } from "#app/api/face/problem.ts";
import { readDeliveries } from "#lib/services/read-recipients.ts";

const STATES = ["queued", "held", "sent", "failed", "suppressed"] as const;
/** Of an update and a subscriber, or of what else was sent. */
const DELIVERY_ID = /^[a-z0-9-]{1,60}$/;

export const GET = reads("maintainer", async ({ db, actor, query }) => {
  const limit = pageLimit(query);
  const after = readCursor(query, [DELIVERY_ID])?.[0];
  const given = query.get("state");
  const state = STATES.find((one) => one === given);
  if (given !== null && !state) throw new HttpProblem(400, `state must be one of ${STATES.join(", ")}.`);
  const found = await readDeliveries(db, actor, query.get("update_id"), {
    ...(state ? { state } : {}),
    ...(after === undefined ? {} : { after }),
    limit: limit + 1,
  });
  const page = pageOf(found, limit, (one) => [one.id]);
  const items = page.items.map((one) => ({
    id: one.id,
    update_id: one.update_id,
    incident_id: one.incident_id,
    maintenance_id: one.notice_id === null || one.incident_id !== null ? null : one.subject_id,
    subscriber_id: one.subscriber_id,
    channel: one.channel,
    state: one.state,
    attempts: one.attempts,
    answer: one.answer,
    created_at: moment(one.created_at),
    next_attempt_at: one.state === "queued" ? moment(one.next_attempt_at) : null,
    settled_at: moment(one.settled_at),
  }));
  return { body: { items, next_cursor: page.next } };
});
