import { writes } from "#app/api/face/handle.ts";
import { retryDelivery } from "#lib/services/retry-delivery.ts";

export const POST = writes("maintainer", null, async ({ db, actor, params, now }) => {
  await retryDelivery(db, actor, params.id ?? "", now);
  return { status: 202, body: { id: params.id, state: "queued" } };
});
