import type { IncomingMessage, ServerResponse } from "node:http";
import { SECOND } from "#lib/domain/instant.ts";

const CLIENTS_MAX = 20_000;
const HEARTBEAT_MS = 25 * SECOND;
/** A reader that does not read is let go before it costs memory. */
const BACKLOG_MAX = 64 * 1024;

/** Open pages that want to know when something changes (server-sent events). */
export class Events {
  readonly #clients = new Set<ServerResponse>();
  readonly #heartbeat = setInterval(() => this.#write(":\n\n"), HEARTBEAT_MS);

  get size(): number {
    return this.#clients.size;
  }

  /** Keeps the answer open. @returns false when there are too many: nothing was answered. */
  add(request: IncomingMessage, response: ServerResponse, version: number): boolean {
    if (this.#clients.size >= CLIENTS_MAX) return false;
    request.socket.setNoDelay(true);
    response.writeHead(200, {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
      "X-Accel-Buffering": "no",
      "X-Content-Type-Options": "nosniff",
    });
    response.write(`retry: 2000\n${event(version)}`);
    this.#clients.add(response);
    response.on("close", () => this.#clients.delete(response));
    return true;
  }

  tell(version: number): void {
    this.#write(event(version));
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const client of this.#clients) client.end();
  }

  #write(text: string): void {
    for (const client of this.#clients) {
      if (client.writableLength > BACKLOG_MAX) client.destroy();
      else client.write(text);
    }
  }
}

function event(version: number): string {
  return `event: change\ndata: {"version":${version}}\n\n`;
}
