import { ImageResponse } from "next/og";
import { CARD_SIZE, type Card, CardImage } from "#components/page/card-image.tsx";
import { formatMoment, formatWindow } from "#lib/domain/duration.ts";
import { describeThrown } from "#lib/log.ts";
import { STATUS_WORDS, stageWord } from "#lib/publish/twins/words.ts";
import { runtime } from "#lib/runtime.ts";
import { readPublicIncident } from "#lib/services/read-incident.ts";
import { readPublicMaintenance } from "#lib/services/read-maintenance.ts";
import { readPublicPage } from "#lib/services/read-page.ts";

export const dynamic = "force-dynamic";

/** A picture of a page, `/index.png` or `/incidents/{id}.png`; the front asks here (lib/front/public-paths.ts) and keeps it. */
export async function GET(_request: Request, { params }: { params: Promise<{ path: string[] }> }): Promise<Response> {
  try {
    const [, path = ""] = /^(.*)\.png$/.exec((await params).path.join("/")) ?? [];
    const card = await cardOf(path);
    if (!card) return Response.json({ error: "Not found" }, { status: 404 });
    return new ImageResponse(<CardImage card={card} />, { ...CARD_SIZE, headers: { "cache-control": "no-store" } });
  } catch (error) {
    runtime().log.error({ err: describeThrown(error) }, "A page's picture could not be drawn.");
    return Response.json({ error: "This picture cannot be drawn just now." }, { status: 503 });
  }
}

async function cardOf(path: string): Promise<Card | null> {
  const [kind, id = ""] = path.split("/");
  if (path === "index") return pageCard();
  if (kind === "incidents") return incidentCard(id);
  return kind === "maintenance" ? maintenanceCard(id) : null;
}

async function pageCard(): Promise<Card> {
  const { page, summary } = await readPublicPage(runtime().db, Date.now());
  const status = summary.total === 0 ? "unknown" : summary.tone;
  return { pageName: page.name, title: summary.headline, status, line: STATUS_WORDS[status] };
}

async function incidentCard(id: string): Promise<Card | null> {
  const read = await readPublicIncident(runtime().db, id, Date.now());
  if (!read) return null;
  const { incident, page, at } = read;
  const line = `${stageWord(incident.status)}, since ${formatMoment(incident.startedAt, page.timeZone, at)}`;
  const isOpen = incident.resolvedAt === null;
  const status = isOpen && incident.tone === "operational" ? "degraded_performance" : incident.tone;
  return { pageName: page.name, title: incident.title, status: isOpen ? status : "operational", line };
}

async function maintenanceCard(id: string): Promise<Card | null> {
  const read = await readPublicMaintenance(runtime().db, id, Date.now());
  if (!read) return null;
  const { title, status, startsAt, endsAt } = read.maintenance;
  const line = `${stageWord(status)}, ${formatWindow(startsAt, endsAt, read.page.timeZone, read.at)}`;
  const isOver = status === "completed" || status === "cancelled";
  return { pageName: read.page.name, title, status: isOver ? "unknown" : "under_maintenance", line };
}
