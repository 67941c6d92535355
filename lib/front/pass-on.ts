import { Agent, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { BlockList } from "node:net";
import { clientAddress } from "#lib/http/client-address.ts";
import { documentHeaders, FRAMEWORK_POLICY, mayPassIn, mayPassOut } from "./headers.ts";
import { sayPlainly } from "./plain-answers.ts";

const BODY_MAX = 1024 * 1024;
const PATIENCE_MS = 60_000;

/** Hands a request on to the renderer and its answer back, cleaned both ways and bounded. */
export class PassOn {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #web: URL;
  readonly #isSecure: boolean;
  readonly #trusted: BlockList;

  constructor(webUrl: string, isSecure: boolean, trusted: BlockList) {
    this.#web = new URL(webUrl);
    this.#isSecure = isSecure;
    this.#trusted = trusted;
  }

  handle(incoming: IncomingMessage, outgoing: ServerResponse): void {
    if (Number(incoming.headers["content-length"] ?? 0) > BODY_MAX)
      return sayPlainly(incoming, outgoing, 413, "That is more than can be sent at once: at most 1 MB.");
    const onward = request(
      {
        agent: this.#agent,
        hostname: this.#web.hostname,
        port: this.#web.port,
        method: incoming.method,
        path: incoming.url,
        headers: this.#headersIn(incoming),
        timeout: PATIENCE_MS,
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, this.#headersOut(answer));
        answer.pipe(outgoing);
        answer.on("error", () => outgoing.destroy());
      },
    );
    onward.on("timeout", () => onward.destroy(new Error("timeout")));
    onward.on("error", () => {
      if (outgoing.headersSent) outgoing.destroy();
      else
        sayPlainly(
          incoming,
          outgoing,
          503,
          "This part is restarting. Please try again in a moment; nothing was changed.",
          { "Retry-After": "2" },
        );
    });
    outgoing.on("close", () => outgoing.writableFinished || onward.destroy());
    this.#sendBody(incoming, outgoing, onward);
  }

  #sendBody(incoming: IncomingMessage, outgoing: ServerResponse, onward: ReturnType<typeof request>): void {
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > BODY_MAX) {
        incoming.removeAllListeners("data");
        incoming.resume();
        if (!outgoing.headersSent)
          sayPlainly(incoming, outgoing, 413, "That is more than can be sent at once: at most 1 MB.");
        onward.destroy();
        return;
      }
      if (!onward.write(chunk)) {
        incoming.pause();
        onward.once("drain", () => incoming.resume());
      }
    });
    incoming.on("end", () => onward.end());
    incoming.on("aborted", () => onward.destroy());
  }

  #headersIn(incoming: IncomingMessage): Record<string, string | string[]> {
    const connection = String(incoming.headers.connection ?? "")
      .toLowerCase()
      .split(/\s*,\s*/);
    const headers: Record<string, string | string[]> = {};
    for (const [name, value] of Object.entries(incoming.headers)) {
      if (value !== undefined && mayPassIn(name, connection)) headers[name] = value;
    }
    const forwarded = incoming.headers["x-forwarded-for"];
    const peer = incoming.socket.remoteAddress;
    headers["x-forwarded-for"] = clientAddress(
      peer,
      Array.isArray(forwarded) ? forwarded.join(",") : forwarded,
      this.#trusted,
    );
    headers["x-forwarded-proto"] = this.#isSecure ? "https" : "http";
    headers["x-forwarded-host"] = incoming.headers.host ?? "";
    return headers;
  }

  #headersOut(answer: IncomingMessage): string[] {
    const headers: string[] = [];
    for (let i = 0; i < answer.rawHeaders.length; i += 2) {
      const name = answer.rawHeaders[i] as string;
      if (mayPassOut(name.toLowerCase())) headers.push(name, answer.rawHeaders[i + 1] as string);
    }
    if (!answer.headers["content-security-policy"]) headers.push("Content-Security-Policy", FRAMEWORK_POLICY);
    if (!answer.headers["cache-control"]) headers.push("Cache-Control", "private, no-store");
    const own = documentHeaders(this.#isSecure);
    for (let i = 0; i < own.length; i += 2) {
      if (!(String(own[i]).toLowerCase() in answer.headers)) headers.push(own[i] as string, own[i + 1] as string);
    }
    return headers;
  }

  close(): void {
    this.#agent.destroy();
  }
}
