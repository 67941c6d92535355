import { jsonDocument } from "#app/api/face/document.ts";
import { statuspage } from "#lib/publish/statuspage/documents.ts";

export const dynamic = "force-dynamic";

export const GET = jsonDocument(statuspage.unresolvedIncidents);
