import { reads, writes } from "#app/api/face/handle.ts";
import { newGroup } from "#app/api/face/schemas.ts";
import { addGroup } from "#lib/services/write-component.ts";
import { listGroups } from "#lib/store/components.ts";
import type { Database } from "#lib/store/database.ts";

async function present(db: Database) {
  return (await listGroups(db)).map(({ id, slug, name, position, origin }) => ({ id, slug, name, position, origin }));
}

export const GET = reads("viewer", async ({ db }) => ({ body: { items: await present(db), next_cursor: null } }));

export const POST = writes("maintainer", newGroup, async ({ db, actor, now }, input) => {
  const id = await addGroup(db, actor, { name: input.name, slug: input.slug }, now);
  return { status: 201, body: (await present(db)).find((one) => one.id === id) };
});
