import { describeThrown } from "#lib/log.ts";
import { historyDocument } from "#lib/publish/statuspage/history.ts";
import { runtime } from "#lib/runtime.ts";
import { readPublication } from "#lib/services/read-publication.ts";
import { readQuarter } from "#lib/services/read-quarter.ts";

export const dynamic = "force-dynamic";

const HEADERS = { "access-control-allow-origin": "*", "cache-control": "no-store" };

/** A quarter of the history in Statuspage's shape: this one, or with `?page=2` the one before it, and so on. */
export async function GET(request: Request): Promise<Response> {
  const { db, config, log } = runtime();
  try {
    const asked = /^[1-9]\d{0,2}$/.exec(new URL(request.url).searchParams.get("page") ?? "1");
    const now = Date.now();
    const publication = await readPublication(db, now);
    const months = await readQuarter(db, Number(asked?.[0] ?? 1) - 1, now);
    const document = historyDocument({ publication, publicUrl: config.publicUrl }, months);
    return new Response(JSON.stringify(document), {
      headers: { ...HEADERS, "content-type": "application/json; charset=utf-8" },
    });
  } catch (error) {
    log.error({ err: describeThrown(error) }, "The history could not be told.");
    return Response.json({ error: "This document cannot be made just now." }, { status: 503, headers: HEADERS });
  }
}
