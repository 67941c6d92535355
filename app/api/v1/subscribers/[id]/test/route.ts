import { writes } from "#app/api/face/handle.ts";
import { sendTest } from "#lib/services/send-test.ts";

/** Owes the subscriber a test message; `GET /deliveries` tells how it fared. */
export const POST = writes("maintainer", null, async ({ db, actor, params, now }) => {
  const { deliveryId } = await sendTest(db, actor, params.id ?? "", now);
  return { status: 202, body: { delivery_id: deliveryId } };
});
