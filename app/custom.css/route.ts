import { customStylesheet } from "#app/api/face/look.ts";

export const dynamic = "force-dynamic";

/** The admin's own stylesheet. */
export const GET = customStylesheet;
