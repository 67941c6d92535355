import { robotsText } from "#lib/publish/guides.ts";
import { runtime } from "#lib/runtime.ts";

// Prerendered it would name the machine it was built on.
export const dynamic = "force-dynamic";

/** Everything but the operators' side may be indexed. */
export function GET(): Response {
  return new Response(robotsText(runtime().config.publicUrl), {
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
}
