import { reads, writes } from "#app/api/face/handle.ts";
import { presentTemplate } from "#app/api/face/present-template.ts";
import { templateChange } from "#app/api/face/schemas.ts";
import { STARTER_TEMPLATES } from "#lib/diagnosis/starter-templates.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { removeTemplate } from "#lib/services/remove-template.ts";
import { saveTemplate } from "#lib/services/save-template.ts";
import type { Database } from "#lib/store/database.ts";
import type { Row } from "#lib/store/schema.ts";
import { findTemplate } from "#lib/store/templates.ts";

export const GET = reads("viewer", async ({ db, params }) => {
  const starter = STARTER_TEMPLATES.find((one) => one.id === params.id);
  return { body: presentTemplate(starter ?? (await own(db, params.id))) };
});

export const PATCH = writes("maintainer", templateChange, async ({ db, actor, params, now }, input) => {
  const before = await own(db, params.id);
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  await saveTemplate(db, actor, before, { ...before, ...given }, now);
  return { body: presentTemplate(await own(db, params.id)) };
});

export const DELETE = writes("maintainer", null, async ({ db, actor, params, now }) => {
  await removeTemplate(db, actor, params.id ?? "", now);
  return { status: 204, body: null };
});

async function own(db: Database, id: string | undefined): Promise<Row<"template">> {
  const template = await findTemplate(db, id ?? "");
  if (!template) throw new DomainError("not_found", "There is no template of yours with this id.");
  return template;
}
