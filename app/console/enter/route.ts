import { requireOperator } from "#app/console/guard.ts";
import { HOUR, SECOND } from "#lib/domain/instant.ts";
import { passCookieName, passText } from "#lib/services/page-pass.ts";

const STAY_MS = 12 * HOUR;
/** A path of the public page: nothing that a browser could take for another place. */
const PUBLIC_PATH = /^\/(?!\/|console(?:\/|$))[\w/.~-]*(?:\?[\w=&.%~-]*)?$/;

/** Lets a signed-in operator into a private page, as the page's door offers it; whoever is not signed in does that first. */
export async function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams.get("next") ?? "/";
  const next = PUBLIC_PATH.test(asked) ? asked : "/";
  const { runtime, actor, now } = await requireOperator(`/console/enter?next=${encodeURIComponent(next)}`);
  const { publicUrl, sessionSecret } = runtime.config;
  const pass = passText(sessionSecret, { by: "operator", id: actor.id, endsAt: now + STAY_MS });
  const secure = publicUrl.startsWith("https:") ? "; Secure" : "";
  const cookie = `${passCookieName(publicUrl)}=${pass}; Path=/; Max-Age=${STAY_MS / SECOND}; HttpOnly; SameSite=Lax${secure}`;
  return new Response(null, {
    status: 303,
    headers: { location: next, "set-cookie": cookie, "cache-control": "private, no-store" },
  });
}
