import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";

export type Heard = {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  rawHeaders: string[];
  body: string;
};

/** A renderer for tests: a real server on loopback that answers as told and remembers what it was asked. */
export type TestWeb = {
  url: string;
  heard: Heard[];
  /** What was asked for, without stylesheets, `path` or `path (last-confirmed)`. */
  asked(): string[];
  /** How it answers from now on. */
  answer: (heard: Heard, response: ServerResponse) => void | Promise<void>;
  /** Breaks every connection and takes none until `rise`. */
  fall(): Promise<void>;
  rise(): Promise<void>;
};

export const CSS = "body{color:#123}";

/** A page as Next 16 sends one: its stylesheet, preloads, framework scripts, marks and flight data around the words. */
export function nextPage(words: string, head = ""): string {
  return (
    `<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/><link rel="stylesheet" href="/_next/static/chunks/a.css" data-precedence="next"/>` +
    `<link rel="preload" as="script" fetchPriority="low" href="/_next/static/chunks/a.js"/><script src="/_next/static/chunks/b.js" async=""></script>` +
    `<title>Status</title>${head}</head><body><div hidden=""><!--$--><!--/$--></div><main>${words}<!-- -->.</main>` +
    `<script src="/live.js" data-keep="" defer=""></script><script src="/_next/static/chunks/a.js" id="_R_" async=""></script>` +
    `<script>(self.__next_f=self.__next_f||[]).push([0])</script><script>self.__next_f.push([1,"$RC( ${words.replaceAll("<", "\\u003c")}"])</script></body></html>`
  );
}

/** Answers every page with its own address, its variant and a counter that `words` reads. */
export function pagesOf(words: (heard: Heard) => string): TestWeb["answer"] {
  return (heard, response) => {
    if (heard.url.endsWith(".css")) {
      response.writeHead(200, { "content-type": "text/css; charset=UTF-8" }).end(CSS);
      return;
    }
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "private, no-store" });
    response.end(nextPage(words(heard)));
  };
}

export const variantOf = (heard: Heard) => heard.headers["x-pulsepage-variant"] ?? "now";

export async function startTestWeb(onEnd: (end: () => Promise<void>) => void): Promise<TestWeb> {
  const sockets = new Set<Socket>();
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray().catch(() => null);
    // A request that was broken off is not heard.
    if (chunks === null) return;
    const { method = "", url = "", headers, rawHeaders } = request;
    const heard = { method, url, headers, rawHeaders, body: Buffer.concat(chunks).toString() };
    web.heard.push(heard);
    await web.answer(heard, response);
  });
  server.on("clientError", (_, socket) => socket.destroy());
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listen(0);
  const { port } = server.address() as { port: number };
  const fall = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  const web: TestWeb = {
    url: `http://127.0.0.1:${port}`,
    heard: [],
    asked: () =>
      web.heard
        .filter((one) => !one.url.endsWith(".css"))
        .map((one) => (variantOf(one) === "now" ? one.url : `${one.url} (${variantOf(one)})`)),
    answer: pagesOf((heard) => `${heard.url} ${variantOf(heard)}`),
    fall,
    rise: () => listen(port),
  };
  onEnd(fall);
  return web;
}
