import { robotsText } from "#lib/publish/guides.ts";
import { runtime } from "#lib/runtime.ts";

/** Everything but the operators' side may be indexed. */
export function GET(): Response {
  return new Response(robotsText(runtime().config.publicUrl), {
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
}
