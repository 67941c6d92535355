import { textDocument } from "#app/api/face/document.ts";
import { badgeSvg } from "#lib/publish/badge.ts";

export const dynamic = "force-dynamic";

export const GET = textDocument("image/svg+xml", badgeSvg);
