import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import { escapeHtml } from "#lib/domain/markdown.ts";
import { pagePolicy } from "./content-policy.ts";
import type { Document } from "./copy.ts";
import { safetyHeaders } from "./headers.ts";

const POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Answers of the front's own: one calm sentence, problem JSON for the API, a small page for people. Never a stack. */
export class PlainAnswers {
  readonly #shared: string[];
  /** Puts on top of a page what is to be there just now. */
  readonly #dress: (html: string) => string;

  constructor(isSecure: boolean, dress: (html: string) => string) {
    this.#shared = ["Cache-Control", "no-store", ...safetyHeaders(isSecure)];
    this.#dress = dress;
  }

  /** Says one sentence, as a page or, under `/api/`, as problem JSON (RFC 9457). */
  say(
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    sentence: string,
    headers: readonly string[] = [],
  ): void {
    if (request.url?.startsWith("/api/")) {
      const problem = { type: "about:blank", title: STATUS_CODES[status], status, detail: sentence };
      this.send(request, response, status, "application/problem+json; charset=utf-8", JSON.stringify(problem), headers);
    } else {
      const page = this.#dress(pageOf(STATUS_CODES[status] ?? "", sentence));
      this.send(request, response, status, "text/html; charset=utf-8", page, headers);
    }
  }

  /** Says that there is no such page, in the page's own words. */
  missing(request: IncomingMessage, response: ServerResponse, document: Document): void {
    const isPage = document.mode === "plain";
    const cors = isPage ? [] : ["Access-Control-Allow-Origin", "*"];
    this.send(request, response, 404, document.mediaType, isPage ? this.#dress(document.text) : document.text, cors);
  }

  send(
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    mediaType: string,
    text: string,
    headers: readonly string[] = [],
  ): void {
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const length = String(Buffer.byteLength(text));
    const policy = ["Content-Security-Policy", mediaType.startsWith("text/html") ? pagePolicy(text) : POLICY];
    const head = ["Content-Type", mediaType, "Content-Length", length, ...this.#shared, ...policy, ...headers];
    response.writeHead(status, head);
    response.end(request.method === "HEAD" ? undefined : text);
  }
}

/** The page's own colours, few enough to stand where nothing of it can be asked for. */
export const STYLE =
  ":root{color-scheme:light dark}body{max-width:42rem;margin:0 auto;padding:3rem 1.25rem;background:#fbfbfa;color:#17181a;font:16px/1.5 system-ui,sans-serif}h1{font-size:1.6rem;margin:0 0 .5rem}a{color:inherit}@media(prefers-color-scheme:dark){body{background:#111213;color:#edeef0}}";

function pageOf(title: string, sentence: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main><h1>${escapeHtml(sentence)}</h1><p><a href="/">To the status page</a></p></main></body></html>`;
}
