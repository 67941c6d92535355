import { generateAtomFeed, generateJsonFeed, generateRssFeed } from "feedsmith";
import { asXml, pageTitle, stampOrNull, type ToldOf } from "#lib/publish/told.ts";
import { feedEntries, feedUpdatedAt } from "./entries.ts";

const RSS = "application/rss+xml";
const ATOM = "application/atom+xml";

/** `/history.rss`: RSS 2.0 in the dialect of Statuspage's (compat.md §5). */
export function rssFeed(told: ToldOf): string {
  const entries = feedEntries(told);
  const text = generateRssFeed({
    title: feedTitle(told),
    link: told.publicUrl,
    description: "Statuspage",
    pubDate: new Date(feedUpdatedAt(entries, told)),
    atom: { links: [{ rel: "self", href: feedUrl(told, "/history.rss"), type: RSS }] },
    items: entries.map((entry) => ({
      title: entry.title,
      description: entry.html,
      pubDate: new Date(entry.publishedAt),
      link: entry.url,
      guid: { value: entry.url, isPermaLink: true },
    })),
  });
  return withoutGaps(text);
}

/** `/history.atom`: Atom 1.0 (RFC 4287), entries with ids that stay. */
export function atomFeed(told: ToldOf): string {
  const entries = feedEntries(told);
  const { host } = new URL(told.publicUrl);
  const text = generateAtomFeed({
    xml: { lang: "en-US" },
    id: `tag:${host},2005:/history${told.component ? `/${told.component.slug}` : ""}`,
    title: { value: feedTitle(told) },
    // The newest entry's own: a time of asking would make every answer another one.
    updated: new Date(feedUpdatedAt(entries, told)),
    authors: [{ name: told.publication.page.name }],
    links: [
      { rel: "alternate", type: "text/html", href: told.publicUrl },
      { rel: "self", type: ATOM, href: feedUrl(told, "/history.atom") },
    ],
    entries: entries.map((entry) => ({
      id: `tag:${host},2005:Incident/${entry.id}`,
      title: { value: entry.title },
      published: new Date(entry.publishedAt),
      updated: new Date(entry.updatedAt),
      links: [{ rel: "alternate", type: "text/html", href: entry.url }],
      content: { type: "html", value: entry.html },
    })),
  });
  return withoutGaps(text);
}

/** `/feed.json`: JSON Feed 1.1; what readers do not know of stands under `_status`. */
export function jsonFeed(told: ToldOf): string {
  const feed = {
    title: feedTitle(told),
    home_page_url: told.publicUrl,
    feed_url: feedUrl(told, "/feed.json"),
    language: "en",
    authors: [{ name: told.publication.page.name, url: told.publicUrl }],
    items: feedEntries(told).map((entry) => ({
      id: entry.url,
      url: entry.url,
      title: entry.title,
      content_html: entry.html,
      date_published: new Date(entry.publishedAt),
      date_modified: new Date(entry.updatedAt),
      tags: [entry.kind, ...entry.components],
      _status: { status: entry.status, impact: entry.impact, expected_at: stampOrNull(entry.expectedAt) },
    })),
  };
  // The library leaves an empty list out; the standard wants it.
  return JSON.stringify({ items: [], ...(generateJsonFeed(feed) as object) });
}

/** The library puts line breaks around words that it quotes; some readers show them. */
function withoutGaps(xml: string): string {
  return asXml(xml)
    .replace(/>\s+<!\[CDATA\[/g, "><![CDATA[")
    .replace(/\]\]>\s+<\//g, "]]></");
}

function feedTitle(told: ToldOf): string {
  return `${pageTitle(told)} - ${told.component ? `${told.component.name} ` : ""}Incident History`;
}

function feedUrl({ publicUrl, component }: ToldOf, path: string): string {
  return `${publicUrl}${path}${component ? `?component=${component.slug}` : ""}`;
}
