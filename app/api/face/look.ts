import { LOGO_TYPES, type LogoKind } from "#lib/domain/logo.ts";
import { describeThrown } from "#lib/log.ts";
import { runtime } from "#lib/runtime.ts";
import { pageLogo, pageSettings } from "#lib/services/page-settings.ts";

/** A handler that answers with the page's logo, if it is of this kind. */
export function logoDocument(kind: LogoKind) {
  return () =>
    safely(async () => {
      const logo = await pageLogo(runtime().db);
      if (logo?.kind !== kind) return new Response(null, { status: 404, headers: { "content-type": "text/plain" } });
      return new Response(Buffer.from(logo.base64, "base64"), {
        headers: { "content-type": LOGO_TYPES[kind], "cache-control": "no-store" },
      });
    });
}

/** The admin's own stylesheet; empty when there is none. */
export function customStylesheet(): Promise<Response> {
  return safely(async () => {
    const { css } = await pageSettings(runtime().db);
    return new Response(css, { headers: { "content-type": "text/css; charset=utf-8", "cache-control": "no-store" } });
  });
}

async function safely(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    runtime().log.error({ err: describeThrown(error) }, "What the page looks like could not be read.");
    return new Response(null, { status: 503 });
  }
}
