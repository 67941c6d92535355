import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Instant, SECOND } from "#lib/domain/instant.ts";
import { clientAddress, trustedProxies } from "#lib/http/client-address.ts";
import { describeThrown, type Log } from "#lib/log.ts";
import { type Asked, readAsked } from "./asked.ts";
import { type Copy, hasCopy } from "./copy.ts";
import { PageDisk } from "./disk.ts";
import { Emergency } from "./emergency.ts";
import { Events } from "./events.ts";
import { Pace } from "./pace.ts";
import { PageMemory } from "./page-memory.ts";
import { PassOn } from "./pass-on.ts";
import { sayPlainly, sayText } from "./plain-answers.ts";
import { publicPath } from "./public-paths.ts";
import { Renderer } from "./renderer.ts";
import { StaticFiles } from "./static-files.ts";

export type FrontOptions = {
  port: number;
  host: string;
  publicUrl: string;
  webUrl: string;
  dataDir: string;
  /** The number that grows with every public change; rejects while the store does not answer. */
  version: { read(): Promise<number> };
  ready: () => Promise<{ ready: boolean; reasons: string[] }>;
  metrics: () => Promise<string>;
  /** Null: only loopback may read the metrics. */
  metricsToken: string | null;
  trustProxy: string[];
  log: Log;
  clock: () => Instant;
};

const LOOK_MS = 250;
const DISK_MS = SECOND;
const DRAIN_MS = 8 * SECOND;

/**
 * The process that readers meet. It answers what it remembers and passes the
 * rest on; it goes on answering when everything behind it is gone.
 *
 * @throws when nothing can listen on that port, with the reason in words.
 */
export async function startFront(options: FrontOptions): Promise<{ port: number; stop(): Promise<void> }> {
  const front = new Front(options);
  await front.wake();
  return front.listen();
}

class Front {
  readonly #options: FrontOptions;
  readonly #memory: PageMemory;
  readonly #renderer: Renderer;
  readonly #disk: PageDisk;
  readonly #events = new Events();
  readonly #emergency: Emergency;
  readonly #passOn: PassOn;
  readonly #statics = new StaticFiles(process.cwd());
  readonly #pace = new Pace();
  readonly #trusted;
  readonly #isSecure: boolean;
  #version = -1;
  #renewing = false;
  #unsaved = false;
  #timers: NodeJS.Timeout[] = [];

  constructor(options: FrontOptions) {
    this.#options = options;
    this.#isSecure = options.publicUrl.startsWith("https:");
    this.#trusted = trustedProxies(options.trustProxy);
    this.#renderer = new Renderer(options.webUrl, options.publicUrl);
    this.#disk = new PageDisk(options.dataDir);
    this.#emergency = new Emergency(options.dataDir);
    this.#passOn = new PassOn(options.webUrl, this.#isSecure, this.#trusted);
    this.#memory = new PageMemory({
      draw: (path, variant) => this.#renderer.draw(path, variant),
      isSecure: this.#isSecure,
      version: () => this.#version,
      dress: this.#emergency.onTop,
      clock: options.clock,
      log: options.log,
      onChange: () => {
        this.#unsaved = true;
      },
    });
  }

  /** Remembers what the disk kept, before anything else is asked. */
  async wake(): Promise<void> {
    this.#emergency.look();
    for (const entry of await this.#disk.read(this.#isSecure)) this.#memory.remember(entry);
    await this.#memory.redress();
  }

  async listen(): Promise<{ port: number; stop(): Promise<void> }> {
    const server = createServer(
      { headersTimeout: 15 * SECOND, requestTimeout: 60 * SECOND, keepAliveTimeout: 65 * SECOND },
      (request, response) => this.#handle(request, response),
    );
    const { port, host } = this.#options;
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) => {
        reject(
          error.code === "EADDRINUSE"
            ? new Error(`Port ${port} is already in use. Stop what uses it, or set PORT to another number.`)
            : error,
        );
      });
      server.listen(port, host, resolve);
    });
    this.#timers = [setInterval(() => void this.#look(), LOOK_MS), setInterval(() => void this.#save(), DISK_MS)];
    void this.#look();
    return { port: (server.address() as { port: number }).port, stop: () => this.#stop(server) };
  }

  /** Asks for the version; draws anew what changed, or has grown old. */
  async #look(): Promise<void> {
    if (this.#renewing) return;
    this.#renewing = true;
    try {
      const before = this.#version;
      this.#version = await this.#options.version.read().catch(() => before);
      if (this.#emergency.look()) {
        await this.#memory.redress();
        this.#events.tell(this.#version);
      }
      if (!this.#memory.peek("/")) await this.#memory.fetch("/", "page").catch(() => undefined);
      await this.#memory.renew();
      if (this.#version !== before && before !== -1) this.#events.tell(this.#version);
    } finally {
      this.#renewing = false;
    }
  }

  async #save(): Promise<void> {
    if (!this.#unsaved) return;
    this.#unsaved = false;
    await this.#disk.write(this.#memory.entries()).catch((error) => {
      this.#unsaved = true;
      this.#options.log.warn({ err: describeThrown(error) }, "The pages could not be kept on disk.");
    });
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? "/";
    const query = url.indexOf("?");
    const path = query === -1 ? url : url.slice(0, query);
    const { method } = request;
    if (method === "GET" || method === "HEAD") {
      const copy = this.#memory.peek(path);
      if (copy) {
        const asked = readAsked(request.rawHeaders);
        if (!asked.isForFramework) return send(request, response, copy, asked);
      }
      return this.#read(request, response, path);
    }
    if (method === "TRACE" || method === "CONNECT" || publicPath(path))
      return sayPlainly(request, response, 405, "That cannot be done here.", { Allow: "GET, HEAD" });
    this.#forward(request, response);
  }

  #read(request: IncomingMessage, response: ServerResponse, path: string): void {
    const known = publicPath(path);
    if (known) return void this.#draw(request, response, path, known.mode);
    const file = this.#statics.answer(path, request.headers["accept-encoding"]);
    if (file) {
      response.writeHead(200, file.head);
      response.end(request.method === "HEAD" ? undefined : file.bytes);
      return;
    }
    if (path === "/events") {
      if (!this.#events.add(request, response, this.#version))
        sayPlainly(request, response, 503, "Too many open pages.", { "Retry-After": "30" });
    } else if (path === "/healthz") sayText(response, 200, "ok\n");
    else if (path === "/readyz") void this.#answerReady(response);
    else if (path === "/metrics") void this.#answerMetrics(request, response);
    else this.#forward(request, response);
  }

  async #draw(request: IncomingMessage, response: ServerResponse, path: string, mode: "page" | "raw"): Promise<void> {
    if (this.#isTooFast(request, response)) return;
    try {
      const copy = await this.#memory.fetch(path, mode);
      if (copy) send(request, response, copy, readAsked(request.rawHeaders));
      else this.#passOn.handle(request, response);
    } catch {
      sayPlainly(request, response, 503, "The status page is starting. Please try again in a moment.", {
        "Retry-After": "2",
      });
    }
  }

  #forward(request: IncomingMessage, response: ServerResponse): void {
    if (!this.#isTooFast(request, response)) this.#passOn.handle(request, response);
  }

  #isTooFast(request: IncomingMessage, response: ServerResponse): boolean {
    const forwarded = request.headers["x-forwarded-for"];
    const address = clientAddress(
      request.socket.remoteAddress,
      Array.isArray(forwarded) ? forwarded.join(",") : forwarded,
      this.#trusted,
    );
    const seconds = this.#pace.wait(address, this.#options.clock());
    if (seconds > 0)
      sayPlainly(request, response, 429, "That was a little fast. Please try again in a moment.", {
        "Retry-After": String(seconds),
      });
    return seconds > 0;
  }

  async #answerReady(response: ServerResponse): Promise<void> {
    const state = await this.#options.ready();
    sayText(response, state.ready ? 200 : 503, JSON.stringify(state), "application/json; charset=utf-8");
  }

  async #answerMetrics(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { metricsToken } = this.#options;
    const isLocal =
      /^(127\.|::1$|::ffff:127\.)/.test(request.socket.remoteAddress ?? "") &&
      request.headers["x-forwarded-for"] === undefined;
    const isAllowed = metricsToken === null ? isLocal : request.headers.authorization === `Bearer ${metricsToken}`;
    if (!isAllowed) return sayText(response, 403, "This needs a token.\n");
    try {
      sayText(response, 200, await this.#options.metrics(), "text/plain; version=0.0.4; charset=utf-8");
    } catch {
      sayText(response, 503, "The store does not answer.\n");
    }
  }

  async #stop(server: Server): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#events.close();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    await closed;
    clearTimeout(timer);
    await this.#save();
    this.#renderer.close();
    this.#passOn.close();
  }
}

function send(request: IncomingMessage, response: ServerResponse, copy: Copy, asked: Asked): void {
  if (asked.ifNoneMatch !== undefined && hasCopy(asked.ifNoneMatch, copy.etag)) {
    response.writeHead(304, copy.notModified);
    response.end();
    return;
  }
  const body = copy[asked.encoding];
  response.writeHead(200, body.head);
  response.end(request.method === "HEAD" ? undefined : body.bytes);
}
