import { reads, writes } from "#app/api/face/handle.ts";
import { presentComponents } from "#app/api/face/present-components.ts";
import { componentChange } from "#app/api/face/schemas.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { changeComponent, removeComponent } from "#lib/services/write-component.ts";

export const GET = reads("viewer", async ({ db, params, now }) => {
  const found = (await presentComponents(db, now)).find((one) => one.id === params.id || one.slug === params.id);
  if (!found) throw new DomainError("not_found", "There is no such component.");
  return { body: found };
});

export const PATCH = writes("maintainer", componentChange, async ({ db, actor, params, now }, input) => {
  const id = await changeComponent(db, actor, params.id ?? "", input, now);
  return { body: (await presentComponents(db, now)).find((one) => one.id === id) };
});

export const DELETE = writes("maintainer", null, async ({ db, actor, params, now }) => {
  await removeComponent(db, actor, params.id ?? "", now);
  return { status: 204, body: null };
});
