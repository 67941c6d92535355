import { textDocument } from "#app/api/face/document.ts";
import { jsonFeed } from "#lib/publish/feeds/feeds.ts";

export const dynamic = "force-dynamic";

export const GET = textDocument("application/feed+json", jsonFeed);
