import { toldPage } from "#app/api/face/told-page.ts";
import { embedHtml } from "#lib/publish/embed.ts";

export const dynamic = "force-dynamic";

/** The state for a frame on another page; `?theme=light` or `?theme=dark`, else as the reader's system has it. */
export async function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams.get("theme");
  const theme = asked === "light" || asked === "dark" ? asked : "auto";
  const isCurrent = request.headers.get("x-pulsepage-variant") !== "last-confirmed";
  return new Response(embedHtml(await toldPage(), { theme, isCurrent }), {
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}
