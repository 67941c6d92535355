import { writes } from "#app/api/face/handle.ts";
import { presentIncidentById } from "#app/api/face/present.ts";
import { updateEdit } from "#app/api/face/schemas.ts";
import { editUpdate } from "#lib/services/edit-update.ts";
import { takeBack } from "#lib/services/take-back.ts";

export const PATCH = writes("publisher", updateEdit, async ({ db, actor, params, now, config }, { body }) => {
  const incidentId = params.id ?? "";
  await editUpdate(db, actor, { incidentId, updateId: params.update ?? "", body }, now);
  return { body: await presentIncidentById(db, config.publicUrl, incidentId) };
});

export const DELETE = writes("publisher", null, async ({ db, actor, params, now }) => {
  await takeBack(db, actor, { incidentId: params.id ?? "", updateId: params.update ?? "" }, now);
  return { status: 204, body: null };
});
