import { writes } from "#app/api/face/handle.ts";
import { templatePreview } from "#app/api/face/schemas.ts";
import { checkTemplate } from "#lib/domain/template.ts";
import { previewMessages } from "#lib/notify/preview.ts";

/** How the newest update would read on each channel in these words. Changes nothing. */
export const POST = writes("viewer", templatePreview, async ({ db, config, now }, { title, body, channel }) => {
  checkTemplate("message", "title", title);
  checkTemplate("message", "body", body);
  const items = await previewMessages(db, config.publicUrl, { title, body }, channel, now);
  return { body: { items } };
});
