import { isSameOrigin } from "#app/console/same-origin.ts";
import { currentActor } from "#lib/access/sessions.ts";
import { DomainError } from "#lib/domain/errors.ts";
import { describeThrown } from "#lib/log.ts";
import { runtime } from "#lib/runtime.ts";
import { exportSubscribers } from "#lib/services/export-subscribers.ts";

export const dynamic = "force-dynamic";

const PLAIN = { "content-type": "text/plain; charset=utf-8", "cache-control": "private, no-store" };

/** Every subscriber as a file. By a form, not by a link: it is written down who took it. */
export async function POST(request: Request): Promise<Response> {
  const rt = runtime();
  const now = Date.now();
  try {
    if (!isSameOrigin(request.headers, rt.config.publicUrl)) return refuse(403, "This form works in the console only.");
    const actor = await currentActor(rt, request.headers, now);
    if (!actor) return refuse(401, "You are signed out. Sign in and try again.");
    const csv = await exportSubscribers(rt.db, actor, now);
    return new Response(csv, {
      headers: {
        ...PLAIN,
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="subscribers-${new Date(now).toISOString().slice(0, 10)}.csv"`,
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    if (error instanceof DomainError) return refuse(403, error.message);
    rt.log.error({ err: describeThrown(error) }, "Subscribers could not be exported.");
    return refuse(503, "This does not work just now. Please try again in a minute.");
  }
}

function refuse(status: number, sentence: string): Response {
  return new Response(`${sentence}\n`, { status, headers: PLAIN });
}
