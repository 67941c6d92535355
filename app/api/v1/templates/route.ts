import { reads, writes } from "#app/api/face/handle.ts";
import { presentTemplate } from "#app/api/face/present-template.ts";
import { newTemplate } from "#app/api/face/schemas.ts";
import { STARTER_TEMPLATES } from "#lib/diagnosis/starter-templates.ts";
import { saveTemplate } from "#lib/services/save-template.ts";
import { findTemplate, listTemplates } from "#lib/store/templates.ts";

/** The page's own templates, then those that come with the product. There are few: they come on one page. */
export const GET = reads("viewer", async ({ db }) => {
  const items = [...(await listTemplates(db)), ...STARTER_TEMPLATES].map(presentTemplate);
  return { body: { items, next_cursor: null } };
});

export const POST = writes("maintainer", newTemplate, async ({ db, actor, now }, input) => {
  const { templateId } = await saveTemplate(db, actor, null, input, now);
  const template = await findTemplate(db, templateId);
  return { status: 201, body: template ? presentTemplate(template) : null };
});
