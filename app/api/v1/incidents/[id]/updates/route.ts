import { writes } from "#app/api/face/handle.ts";
import { presentIncidentById } from "#app/api/face/present.ts";
import { newUpdate } from "#app/api/face/schemas.ts";
import { postUpdate } from "#lib/services/post-update.ts";

export const POST = writes("publisher", newUpdate, async ({ db, actor, params, now, config }, input) => {
  const { body, components, notify, status, translations, expected_at: expectedAt } = input;
  const incidentId = params.id ?? "";
  const { updateId } = await postUpdate(
    db,
    actor,
    {
      incidentId,
      body,
      components,
      notify,
      undoMs: config.undoMs,
      translations,
      ...(status ? { status } : {}),
      ...(expectedAt === undefined ? {} : { expectedAt }),
    },
    now,
  );
  return { status: 201, body: { id: updateId, incident: await presentIncidentById(db, config.publicUrl, incidentId) } };
});
