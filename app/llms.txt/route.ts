import { textDocument } from "#app/api/face/document.ts";
import { llmsText } from "#lib/publish/guides.ts";

export const dynamic = "force-dynamic";

export const GET = textDocument("text/plain", llmsText);
