import { writes } from "#app/api/face/handle.ts";
import { newTranslations } from "#app/api/face/schemas.ts";
import { translate } from "#lib/services/translations.ts";

export const POST = writes("publisher", newTranslations, async ({ db, actor, now }, { language, texts }) => {
  await translate(db, actor, language, texts, now);
  return { status: 204, body: null };
});
