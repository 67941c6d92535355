import { writes } from "#app/api/face/handle.ts";
import { showWebhookSecret } from "#lib/services/webhook-secret.ts";

/** A webhook's signing secret, shown once; every further call makes a new one, and both sign for a day. */
export const POST = writes("maintainer", null, async ({ db, actor, params, now, config }) => {
  const { secret, isNew } = await showWebhookSecret(db, actor, params.id ?? "", config.sessionSecret, now);
  return { status: 200, body: { secret, rotated: isNew } };
});
