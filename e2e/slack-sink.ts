import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** How it answers from now on: like Slack, with a status of its own, not at all, or by dropping the connection. */
export type SlackMode = "ok" | "hang" | "reset" | { status: number; body?: string; headers?: Record<string, string> };

export type SlackMessage = { path: string; body: { text: string; blocks: unknown[] }; at: number };

export type SlackSink = {
  /** A webhook address of it. */
  url: string;
  /** `host:port`, as OUTBOUND_ALLOW wants it. */
  address: string;
  mode: SlackMode;
  /** Every request in order of arrival, whatever was answered. */
  requests: SlackMessage[];
  /** Those that were taken. */
  accepted: SlackMessage[];
  stop(): Promise<void>;
} & AsyncDisposable;

/** A real HTTP server on a free port of this machine (or the given one) that answers as Slack's webhooks do. */
export async function startSlackSink(port = 0): Promise<SlackSink> {
  const server = createServer((request, response) => {
    void (async () => {
      let text = "";
      for await (const chunk of request) text += chunk;
      const message = { path: request.url ?? "", body: JSON.parse(text), at: Date.now() };
      sink.requests.push(message);
      const { mode } = sink;
      if (mode === "hang") return;
      if (mode === "reset") return void request.socket.destroy();
      if (mode === "ok") sink.accepted.push(message);
      const { status, body = "", headers = {} } = mode === "ok" ? { status: 200, body: "ok" } : mode;
      response.writeHead(status, { "content-type": "text/plain", ...headers }).end(body);
    })().catch(() => response.destroy());
  });
  const stop = async () => {
    server.closeAllConnections();
    if (!server.listening) return;
    server.close();
    await once(server, "close");
  };
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sink: SlackSink = {
    url: `http://${address}/services/T0/B0/secret`,
    address,
    mode: "ok",
    requests: [],
    accepted: [],
    stop,
    [Symbol.asyncDispose]: stop,
  };
  return sink;
}
