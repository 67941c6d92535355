import { toldPage } from "#app/api/face/told-page.ts";
import { bannerData } from "#lib/publish/embed.ts";

export const dynamic = "force-dynamic";

/** What `/banner.js` shows on a product's own pages. */
export async function GET(): Promise<Response> {
  return Response.json(bannerData(await toldPage()), { headers: { "access-control-allow-origin": "*" } });
}
