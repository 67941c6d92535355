import { sitemapXml } from "#lib/publish/guides.ts";
import { runtime } from "#lib/runtime.ts";
import { listedPages } from "#lib/services/listed-pages.ts";

export const dynamic = "force-dynamic";

/** Every page for people, for search engines and for copies of the site. */
export async function GET(): Promise<Response> {
  const { db, config } = runtime();
  const pages = await listedPages(db, Date.now());
  return new Response(sitemapXml(config.publicUrl, pages), {
    headers: { "content-type": "application/xml; charset=utf-8" },
  });
}
