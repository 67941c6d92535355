import { viewIn } from "#app/(public)/look.ts";
import { toldPage } from "#app/api/face/told-page.ts";
import { writtenIn } from "#components/page/written.tsx";
import { embedHtml } from "#lib/publish/embed.ts";

export const dynamic = "force-dynamic";

/** The state for a frame on another page; `?theme=light` or `?theme=dark`, else as the reader's system has it. */
export async function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams.get("theme");
  const theme = asked === "light" || asked === "dark" ? asked : "auto";
  const told = await toldPage();
  const view = await viewIn(told.snapshot, "/embed", {
    language: request.headers.get("x-pulsepage-language"),
    isCurrent: request.headers.get("x-pulsepage-variant") !== "last-confirmed",
  });
  const { words, isCurrent, place } = view;
  const prefix = words.language === place.ownLanguage ? "" : `/${words.language}`;
  const html = embedHtml(told, { theme, isCurrent, words, prefix, written: (text) => writtenIn(view, text) });
  return new Response(html, { headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" } });
}
