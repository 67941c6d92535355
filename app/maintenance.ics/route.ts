import { textDocument } from "#app/api/face/document.ts";
import { maintenanceCalendar } from "#lib/publish/calendar.ts";

export const dynamic = "force-dynamic";

export const GET = textDocument("text/calendar", maintenanceCalendar);
