import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export type HttpRequest = { method: string; path: string; headers: IncomingHttpHeaders; text: string; bytes: Buffer };
export type HttpAnswer = { status: number; body?: string; headers?: Record<string, string> } | "hang" | "reset";

export type HttpSink = {
  url: string;
  /** `host:port`, as OUTBOUND_ALLOW wants it. */
  address: string;
  /** How it answers from now on. */
  answer: (request: HttpRequest) => HttpAnswer;
  /** In order of arrival, whatever was answered. */
  requests: HttpRequest[];
} & AsyncDisposable;

/** A real HTTP server on a free port of this machine that keeps what it is sent and answers as it is told. */
export async function startHttpSink(answer: HttpSink["answer"] = () => ({ status: 200 })): Promise<HttpSink> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const bytes = Buffer.concat(chunks);
      const { method = "", url = "", headers } = request;
      const asked = { method, path: url, headers, bytes, text: bytes.toString("utf8") };
      sink.requests.push(asked);
      const said = sink.answer(asked);
      if (said === "hang") return;
      if (said === "reset") return void request.socket.destroy();
      response.writeHead(said.status, { "content-type": "application/json", ...said.headers }).end(said.body ?? "{}");
    })().catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sink: HttpSink = {
    url: `http://${address}`,
    address,
    answer,
    requests: [],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return sink;
}
