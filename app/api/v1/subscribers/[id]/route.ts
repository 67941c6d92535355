import { writes } from "#app/api/face/handle.ts";
import { endSubscription } from "#lib/services/end-subscription.ts";

export const DELETE = writes("maintainer", null, async ({ db, actor, params, now }) => {
  await endSubscription(db, actor, params.id ?? "", now);
  return { status: 204, body: null };
});
