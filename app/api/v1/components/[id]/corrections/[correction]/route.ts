import { writes } from "#app/api/face/handle.ts";
import { withdrawHistoryCorrection } from "#lib/services/correct-history.ts";

export const DELETE = writes("maintainer", null, async ({ db, actor, params, now }) => {
  await withdrawHistoryCorrection(db, actor, { id: params.correction ?? "", component: params.id ?? "" }, now);
  return { status: 204, body: null };
});
