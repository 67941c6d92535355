import { reads, writes } from "#app/api/face/handle.ts";
import { presentIncidentById } from "#app/api/face/present.ts";
import { incidentChange } from "#app/api/face/schemas.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { changeIncident } from "#lib/services/change-incident.ts";
import { discardIncident } from "#lib/services/discard-incident.ts";

const none = () => new DomainError("not_found", "There is no such incident.");

export const GET = reads("viewer", async ({ db, params, config }) => {
  const incident = await presentIncidentById(db, config.publicUrl, params.id ?? "");
  if (!incident) throw none();
  return { body: incident };
});

export const PATCH = writes("publisher", incidentChange, async ({ db, actor, params, now, config }, input) => {
  await changeIncident(
    db,
    actor,
    { incidentId: params.id ?? "", title: input.title, impact: input.impact, expectedAt: input.expected_at },
    now,
  );
  return { body: await presentIncidentById(db, config.publicUrl, params.id ?? "") };
});

export const DELETE = writes("admin", null, async ({ db, actor, params, now }) => {
  await discardIncident(db, actor, params.id ?? "", now);
  return { status: 204, body: null };
});
