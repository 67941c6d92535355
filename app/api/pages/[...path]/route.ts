import { toldPage } from "#app/api/face/told-page.ts";
import { describeThrown } from "#lib/log.ts";
import { componentData, componentText } from "#lib/publish/twins/component.ts";
import { incidentPageData, incidentText } from "#lib/publish/twins/incident.ts";
import { maintenanceData, maintenanceText } from "#lib/publish/twins/maintenance.ts";
import { pageData, pageText } from "#lib/publish/twins/page.ts";
import { runtime } from "#lib/runtime.ts";
import { readPublicIncident } from "#lib/services/read-incident.ts";
import { readPublicMaintenance } from "#lib/services/read-maintenance.ts";
import { readPublicPage } from "#lib/services/read-page.ts";

export const dynamic = "force-dynamic";

/** A page as data and as text; made when asked for. */
type Twin = { data: () => object; text: () => string };

/**
 * Every page's twins, `.json` and `.md`. The front asks here for `/incidents/{id}.md` and its like
 * (lib/front/public-paths.ts): Next has no route for a name that ends so.
 */
export async function GET(_request: Request, { params }: { params: Promise<{ path: string[] }> }): Promise<Response> {
  const { log } = runtime();
  try {
    const [, path = "", form = ""] = /^(.*)\.(json|md)$/.exec((await params).path.join("/")) ?? [];
    const twin = await twinOf(path);
    if (!twin) return answer(404, "application/json", '{"error":"Not found"}');
    return form === "json"
      ? answer(200, "application/json", JSON.stringify(twin.data()))
      : answer(200, "text/markdown", twin.text());
  } catch (error) {
    log.error({ err: describeThrown(error) }, "A page's twin could not be made.");
    return answer(503, "application/json", '{"error":"This document cannot be made just now."}');
  }
}

async function twinOf(path: string): Promise<Twin | null> {
  const [kind = "", name = ""] = path.split("/");
  if (path === "index") return pageTwin();
  if (kind === "incidents") return incidentTwin(name);
  if (kind === "maintenance") return maintenanceTwin(name);
  return kind === "components" ? componentTwin(name) : null;
}

async function pageTwin(): Promise<Twin> {
  const told = await toldPage();
  return { data: () => pageData(told), text: () => pageText(told) };
}

async function incidentTwin(id: string): Promise<Twin | null> {
  const { db, config } = runtime();
  const read = await readPublicIncident(db, id, Date.now());
  return read && { data: () => incidentPageData(read, config.publicUrl), text: () => incidentText(read) };
}

async function maintenanceTwin(id: string): Promise<Twin | null> {
  const { db, config } = runtime();
  const read = await readPublicMaintenance(db, id, Date.now());
  return read && { data: () => maintenanceData(read.maintenance, config.publicUrl), text: () => maintenanceText(read) };
}

async function componentTwin(slug: string): Promise<Twin | null> {
  const { db, config } = runtime();
  const snapshot = await readPublicPage(db, Date.now());
  const component = snapshot.groups.flatMap((group) => group.components).find((one) => one.slug === slug);
  if (!component) return null;
  const read = { snapshot, component };
  return { data: () => componentData(read, config.publicUrl), text: () => componentText(read) };
}

function answer(status: number, mediaType: string, text: string): Response {
  return new Response(text, {
    status,
    headers: {
      "content-type": `${mediaType}; charset=utf-8`,
      "access-control-allow-origin": "*",
      "cache-control": "no-store",
    },
  });
}
