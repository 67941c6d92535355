import { uptimeDocument } from "#app/api/face/uptime-document.ts";
import { uptimeJson } from "#lib/publish/uptime.ts";

export const dynamic = "force-dynamic";

export const GET = uptimeDocument("application/json; charset=utf-8", (read) => JSON.stringify(uptimeJson(read)));
