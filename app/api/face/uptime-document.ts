import type { PublicUptime } from "#lib/domain/uptime-table.ts";
import { describeThrown } from "#lib/log.ts";
import { runtime } from "#lib/runtime.ts";
import { readPublicUptime } from "#lib/services/read-uptime.ts";

/** A handler that answers with the uptime of all components, in any form. Anybody's scripts may read it. */
export function uptimeDocument(mediaType: string, make: (read: PublicUptime) => string) {
  return async (): Promise<Response> => {
    const { db, log } = runtime();
    const headers = { "access-control-allow-origin": "*", "cache-control": "no-store" };
    try {
      const text = make(await readPublicUptime(db, Date.now()));
      return new Response(text, { headers: { ...headers, "content-type": mediaType } });
    } catch (error) {
      log.error({ err: describeThrown(error) }, "The uptime document could not be made.");
      return Response.json({ error: "This document cannot be made just now." }, { status: 503, headers });
    }
  };
}
