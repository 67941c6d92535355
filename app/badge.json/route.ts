import { jsonDocument } from "#app/api/face/document.ts";
import { badgeJson } from "#lib/publish/badge.ts";

export const dynamic = "force-dynamic";

export const GET = jsonDocument(badgeJson);
