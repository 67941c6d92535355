import { reads, writes } from "#app/api/face/handle.ts";
import { ID_PART, INSTANT_PART, pageLimit, pageOf, readCursor } from "#app/api/face/paging.ts";
import { presentIncidentById, presentIncidents } from "#app/api/face/present.ts";
import { newIncident } from "#app/api/face/schemas.ts";
import { openIncident } from "#lib/services/open-incident.ts";
import { listIncidents } from "#lib/store/incidents.ts";

export const POST = writes("publisher", newIncident, async ({ db, actor, now, config }, input) => {
  const posted = { ...input, expectedAt: input.expected_at, undoMs: config.undoMs };
  const { incidentId } = await openIncident(db, actor, posted, now);
  return { status: 201, body: await presentIncidentById(db, config.publicUrl, incidentId) };
});

export const GET = reads("viewer", async ({ db, query, config }) => {
  const limit = pageLimit(query);
  const cursor = readCursor(query, [INSTANT_PART, ID_PART]);
  const before = cursor ? { createdAt: Number(cursor[0]), id: cursor[1] ?? "" } : null;
  const page = pageOf(await listIncidents(db, before, limit + 1), limit, (one) => [one.created_at, one.id]);
  return { body: { items: await presentIncidents(db, config.publicUrl, page.items), next_cursor: page.next } };
});
