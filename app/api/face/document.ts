import type { PublishedComponent } from "#lib/domain/publication.ts";
import { describeThrown } from "#lib/log.ts";
import type { Told } from "#lib/publish/told.ts";
import { runtime } from "#lib/runtime.ts";
import { readPublication } from "#lib/services/read-publication.ts";

/** What a document is made of: besides the page, what its address names. */
export type DocumentAsk = Told & {
  /** The id in the address; empty when it has none. */
  id: string;
  /** The one component it is to speak of; null: of all. */
  component: PublishedComponent | null;
  /** Whether it is to read as the present, or as what was last known (lib/front). */
  isCurrent: boolean;
};

/** Next has no parameters where the address has none. */
type Context = { params: Promise<Record<string, string> | undefined> };

const JSON_TEXT = "application/json; charset=utf-8";

/** A handler that answers with a JSON document, or in JSON that there is none. */
export function jsonDocument(make: (asked: DocumentAsk) => object | null) {
  return handler(JSON_TEXT, (asked) => {
    const body = make(asked);
    return body === null ? null : JSON.stringify(body);
  });
}

/** A handler that answers with a text of this media type. */
export function textDocument(mediaType: string, make: (asked: DocumentAsk) => string | null) {
  return handler(`${mediaType}; charset=utf-8`, make);
}

function handler(mediaType: string, make: (asked: DocumentAsk) => string | null) {
  return async (request: Request, context: Context): Promise<Response> => {
    const { db, config, log } = runtime();
    try {
      const id = (await context.params)?.id?.replace(/\.json$/, "") ?? "";
      const publication = await readPublication(db, Date.now(), id === "" ? null : id);
      const named = new URL(request.url).searchParams.get("component");
      const component = publication.components.find((one) => one.slug === named || one.id === named) ?? null;
      const isCurrent = request.headers.get("x-pulsepage-variant") !== "last-confirmed";
      const asked = { publication, publicUrl: config.publicUrl, id, component, isCurrent };
      const text = named !== null && component === null ? null : make(asked);
      if (text === null) return answer(404, JSON_TEXT, '{"error":"Not found"}');
      return answer(200, mediaType, text);
    } catch (error) {
      log.error({ err: describeThrown(error) }, "A public document could not be made.");
      return answer(503, JSON_TEXT, '{"error":"This document cannot be made just now."}');
    }
  };
}

/** Scripts of any page may read it; who may keep it, and for how long, is said by the front. */
function answer(status: number, mediaType: string, text: string): Response {
  return new Response(text, {
    status,
    headers: { "content-type": mediaType, "access-control-allow-origin": "*", "cache-control": "no-store" },
  });
}
