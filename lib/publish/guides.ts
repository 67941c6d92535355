import { stamp, type Told } from "./told.ts";

/** A page that search engines may list. */
export type ListedPage = { path: string; changedAt: number | null };

/** `/robots.txt`: everything but the operators' side and people's own subscriptions may be read. */
export function robotsText(publicUrl: string): string {
  return `User-agent: *\nDisallow: /console\nDisallow: /subscriptions/\nHost: ${publicUrl}\nSitemap: ${publicUrl}/sitemap.xml\n`;
}

/** `/sitemap.xml`: every page for people, with when it last changed. */
export function sitemapXml(publicUrl: string, pages: readonly ListedPage[]): string {
  const urls = pages.map(({ path, changedAt }) => {
    const changed = changedAt === null ? "" : `<lastmod>${stamp(changedAt)}</lastmod>`;
    return `<url><loc>${publicUrl}${path}</loc>${changed}</url>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join("\n")}\n</urlset>\n`;
}

/** `/llms.txt`: where a language model finds what it is asked for (llmstxt.org). */
export function llmsText({ publication, publicUrl }: Told): string {
  const { page, summary, components } = publication;
  const link = (words: string, path: string, says: string) => `- [${words}](${publicUrl}${path}): ${says}`;
  return [
    `# ${page.name}`,
    "",
    `> Service status of ${page.name}. ${summary.headline} (${stamp(page.updatedAt)}).`,
    "",
    "## Now",
    link("Current status", "/index.md", "the whole page as text"),
    link(
      "Summary",
      "/api/v2/summary.json",
      "components, open incidents and planned work as JSON, in Statuspage's shape",
    ),
    link("Open incidents", "/api/v2/incidents/unresolved.json", "with every update and its time"),
    "",
    "## Past and planned",
    link("Incidents", "/api/v2/incidents.json", "the 50 newest, open and resolved"),
    link("Feed", "/feed.json", "incidents and planned work as they change; also /history.atom and /history.rss"),
    link("Calendar", "/maintenance.ics", "planned work"),
    "",
    "## Components",
    ...components.map((one) => link(oneLine(one.name), `/components/${one.slug}.md`, "status, uptime and past days")),
    "",
    "## More",
    link("API description", "/openapi.json", "OpenAPI 3.1"),
    "- Every incident's page exists as text and as data: add .md or .json to its address.",
    "",
  ].join("\n");
}

function oneLine(name: string): string {
  return name.replace(/[[\]\\]/g, "\\$&");
}
