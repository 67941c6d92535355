import type { IncomingMessage, ServerResponse } from "node:http";
import { STATUS_CODES } from "node:http";

/** Answers with one calm sentence: problem JSON for the API, a small page for people. Never a stack. */
export function sayPlainly(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  sentence: string,
  headers: Record<string, string> = {},
): void {
  const isApi = request.url?.startsWith("/api/") ?? false;
  const body = isApi
    ? JSON.stringify({ type: "about:blank", title: STATUS_CODES[status], status, detail: sentence })
    : `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>${STATUS_CODES[status]}</title><p>${sentence}</p><p><a href="/">To the status page</a></p></html>`;
  response.writeHead(status, {
    "Content-Type": isApi ? "application/problem+json; charset=utf-8" : "text/html; charset=utf-8",
    "Content-Length": String(Buffer.byteLength(body)),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    ...headers,
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

export function sayText(
  response: ServerResponse,
  status: number,
  text: string,
  type = "text/plain; charset=utf-8",
): void {
  response.writeHead(status, {
    "Content-Type": type,
    "Content-Length": String(Buffer.byteLength(text)),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(text);
}
