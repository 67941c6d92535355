import { writes } from "#app/api/face/handle.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { requeueFailed } from "#lib/store/deliveries.ts";

export const POST = writes("maintainer", null, async ({ db, params, now }) => {
  if (!(await requeueFailed(db, params.id ?? "", now)))
    throw new DomainError("conflict", "Only a message that was given up can be sent again.");
  return { status: 202, body: { id: params.id, state: "queued" } };
});
