import { logoDocument } from "#app/api/face/look.ts";

export const dynamic = "force-dynamic";

/** The page's logo, where it is one of this kind. */
export const GET = logoDocument("png");
