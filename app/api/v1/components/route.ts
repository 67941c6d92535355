import { reads, writes } from "#app/api/face/handle.ts";
import { presentComponents } from "#app/api/face/present-components.ts";
import { newComponent } from "#app/api/face/schemas.ts";
import { addComponent } from "#lib/services/write-component.ts";

export const GET = reads("viewer", async ({ db, now }) => ({
  body: { items: await presentComponents(db, now), next_cursor: null },
}));

export const POST = writes("maintainer", newComponent, async ({ db, actor, now }, input) => {
  const id = await addComponent(db, actor, { ...input, slug: input.slug }, now);
  return { status: 201, body: (await presentComponents(db, now)).find((one) => one.id === id) };
});
