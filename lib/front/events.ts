import type { IncomingMessage, ServerResponse } from "node:http";
import { SECOND } from "#lib/domain/instant.ts";
import { safetyHeaders } from "./headers.ts";

const HEARTBEAT_MS = 25 * SECOND;
/** How long a page waits before it connects again. */
const RETRY_MS = { least: 2 * SECOND, spread: 6 * SECOND };
/** A reader that does not read is let go before it costs memory. */
const BACKLOG_MAX = 64 * 1024;
/** So many are written to before others get their turn. */
const BATCH = 500;

/** Open pages that want to know when something changes (server-sent events). */
export class Events {
  readonly #clients = new Set<ServerResponse>();
  readonly #clientsMax: number;
  readonly #head: string[];
  readonly #heartbeat = setInterval(() => void this.#write(":\n\n"), HEARTBEAT_MS);

  constructor(isSecure: boolean, clientsMax = 20_000) {
    this.#clientsMax = clientsMax;
    this.#head = [
      "Content-Type",
      "text/event-stream; charset=utf-8",
      "Cache-Control",
      "no-store, no-transform",
      "X-Accel-Buffering",
      "no",
      ...safetyHeaders(isSecure),
    ];
  }

  get isFull(): boolean {
    return this.#clients.size >= this.#clientsMax;
  }

  /** Keeps the answer open and says first which version there is: an open page sees by it whether it missed something. */
  add(request: IncomingMessage, response: ServerResponse, version: number): void {
    response.writeHead(200, this.#head);
    if (request.method === "HEAD") {
      response.end();
      return;
    }
    response.write(`retry: ${retryMs()}\n${change({ version })}`);
    this.#clients.add(response);
    response.on("close", () => this.#clients.delete(response));
  }

  /** Tells every open page of a new version; null: that something else on the pages is new. */
  tell(version: number | null): void {
    void this.#write(change(version === null ? {} : { version }));
  }

  /** Sends every open page away with word of a change: each reads again, and shows what lets it in. */
  dismiss(): void {
    for (const client of this.#clients) client.end(change({}));
    this.#clients.clear();
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const client of this.#clients) client.end();
  }

  async #write(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    let written = 0;
    for (const client of this.#clients) {
      if (client.writableLength > BACKLOG_MAX) client.destroy();
      else client.write(bytes);
      written += 1;
      if (written % BATCH === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** Not the same for all: when the front has been away, its readers come back one after the other. */
function retryMs(): number {
  return RETRY_MS.least + Math.round(Math.random() * RETRY_MS.spread);
}

function change(said: { version?: number }): string {
  return `event: change\ndata: ${JSON.stringify(said)}\n\n`;
}
