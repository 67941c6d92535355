import { writes } from "#app/api/face/handle.ts";
import { liftQuarantine } from "#lib/services/lift-quarantine.ts";

/** Lets a subscriber be told again whose target had refused our messages. */
export const POST = writes("maintainer", null, async ({ db, actor, params, now }) => {
  await liftQuarantine(db, actor, params.id ?? "", now);
  return { status: 204, body: null };
});
