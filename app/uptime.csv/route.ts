import { uptimeDocument } from "#app/api/face/uptime-document.ts";
import { uptimeCsv } from "#lib/publish/uptime.ts";

export const dynamic = "force-dynamic";

export const GET = uptimeDocument("text/csv; charset=utf-8; header=present", uptimeCsv);
