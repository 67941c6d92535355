/** Documents that every site has, whatever its pages are. */
export const DOCUMENTS: readonly string[] = [
  "/api/v2/summary.json",
  "/api/v2/status.json",
  "/api/v2/components.json",
  "/api/v2/incidents.json",
  "/api/v2/incidents/unresolved.json",
  "/api/v2/scheduled-maintenances.json",
  "/api/v2/scheduled-maintenances/upcoming.json",
  "/api/v2/scheduled-maintenances/active.json",
  "/history.json",
  "/history.rss",
  "/history.atom",
  "/feed.json",
  "/maintenance.ics",
  "/badge.svg",
  "/badge.json",
  "/banner.json",
  "/banner.js",
  "/embed",
  "/openapi.json",
  "/llms.txt",
  "/robots.txt",
  "/sitemap.xml",
  "/index.json",
  "/index.md",
  "/index.png",
  "/uptime.csv",
  "/uptime.json",
];

/** One page of the sitemap, and when it last changed; null when it does not say. */
export type ListedPage = { path: string; changedAt: string | null };

/** The pages that a sitemap of ours lists. */
export function pagesIn(sitemap: string): ListedPage[] {
  return [...sitemap.matchAll(/<url><loc>([^<]+)<\/loc>(?:<lastmod>([^<]+)<\/lastmod>)?<\/url>/g)].flatMap(
    ([, address = "", changedAt = null]) =>
      URL.canParse(address) ? [{ path: new URL(address).pathname, changedAt }] : [],
  );
}

/** The other forms that a page is read in: as text, as data, and as Statuspage's document. */
export function formsOf(path: string): string[] {
  const [, kind, name] = /^\/(incidents|maintenance|components)\/([a-z0-9-]+)$/.exec(path) ?? [];
  if (kind === undefined) return [];
  const twins = [`${path}.md`, `${path}.json`];
  if (kind === "incidents") return [...twins, `${path}.png`, `/api/v2/incidents/${name}.json`];
  // Clients of Statuspage look for planned work among the incidents.
  if (kind === "maintenance")
    return [...twins, `${path}.png`, `/api/v2/scheduled-maintenances/${name}.json`, `/incidents/${name}`];
  return twins;
}

/** The files of our own that a page loads, and the pages it leads to. */
export function linksIn(html: string): string[] {
  const found = [...html.matchAll(/\s(?:href|src)="(\/[^"#?]*)[^"]*"/g)].map(([, path = ""]) => path);
  return [...new Set(found)].filter(isPlainPath);
}

/** Whether it is the history of one month. */
export function isMonth(path: string): boolean {
  return /^(?:\/[a-z]{2})?\/history\/\d{4}-\d{2}$/.test(path);
}

/** Whether it is a file that pages load, not a page or a page's picture. */
export function isAsset(path: string): boolean {
  return (
    !/^\/(?:index|incidents|maintenance)\b/.test(path) && /\.(?:css|ico|js|png|svg|webmanifest|webp|woff2)$/.test(path)
  );
}

/** Whether it can be the name of a file below a folder, and never leads out of it. */
export function isPlainPath(path: string): boolean {
  return /^\/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*(?:\/|$))*$/.test(path) && !path.includes("//");
}
