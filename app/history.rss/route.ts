import { textDocument } from "#app/api/face/document.ts";
import { rssFeed } from "#lib/publish/feeds/feeds.ts";

export const dynamic = "force-dynamic";

export const GET = textDocument("application/rss+xml", rssFeed);
