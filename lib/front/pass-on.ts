import { Agent, type ClientRequest, type IncomingMessage, request, type ServerResponse } from "node:http";
import { MINUTE } from "#lib/domain/instant.ts";
import { FRAMEWORK_POLICY } from "./content-policy.ts";
import { headersInward, type Sender } from "./forwarded-headers.ts";
import { maySendOut, safetyHeaders } from "./headers.ts";
import type { PlainAnswers } from "./plain-answers.ts";
import { type WebAddress, webAddress } from "./web-address.ts";

const BODY_MAX = 1024 * 1024;
const TOO_LARGE = "That is too large to be sent: at most 1 MB is taken at once.";
/** Where a public address leads nowhere. */
export const MISSING = "There is no such page here, or it is no longer kept.";
const RESTARTING = "This part of the status page is not answering just now. Please try again in a moment.";
const NO_FILE = "There is no such file.";
const SILENCE_MS = MINUTE;
const SOCKETS_MAX = 64;
const WAITING_MAX = 512;
const LISTEN_PATH = "/console/live";

/** Hands a request on to the renderer and its answer back, cleaned both ways and bounded. */
export class PassOn {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX });
  // Operators who listen hold a connection each: none of them keeps anybody from asking.
  readonly #listening = new Agent({ maxSockets: WAITING_MAX });
  readonly #address: WebAddress;
  readonly #publicUrl: URL;
  readonly #answers: PlainAnswers;
  readonly #safety: string[];
  #waiting = 0;

  constructor(webUrl: string, publicUrl: string, answers: PlainAnswers) {
    this.#address = webAddress(webUrl);
    this.#publicUrl = new URL(publicUrl);
    this.#answers = answers;
    this.#safety = safetyHeaders(this.#publicUrl.protocol === "https:");
  }

  handle(incoming: IncomingMessage, outgoing: ServerResponse, path: string, sender: Sender): void {
    if (Number(incoming.headers["content-length"] ?? 0) > BODY_MAX) return this.#refuseSize(incoming, outgoing);
    if (this.#waiting >= WAITING_MAX) return this.#apologise(incoming, outgoing);
    this.#waiting += 1;
    outgoing.once("close", () => {
      this.#waiting -= 1;
    });
    this.#ask(incoming, outgoing, path, headersInward(incoming, path, sender, this.#publicUrl), true);
  }

  close(): void {
    this.#agent.destroy();
    this.#listening.destroy();
  }

  #ask(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    path: string,
    headers: ReturnType<typeof headersInward>,
    mayRepeat: boolean,
  ): void {
    const hasBody = bodyFraming(incoming, headers);
    const onward = request({
      agent: path.startsWith(LISTEN_PATH) ? this.#listening : this.#agent,
      ...this.#address,
      method: incoming.method ?? "GET",
      path,
      headers,
      setHost: false,
      timeout: SILENCE_MS,
    });
    outgoing.once("close", () => outgoing.writableFinished || onward.destroy());
    onward.on("timeout", () => onward.destroy());
    onward.on("response", (answer) => this.#answer(answer, incoming, outgoing, path));
    onward.on("error", () => {
      // Said already, or nobody is there to hear it.
      if (outgoing.headersSent || outgoing.destroyed) return;
      // The renderer may have closed a kept connection in the moment we used it: reading again does no harm.
      const isRepeatable =
        mayRepeat && onward.reusedSocket && (incoming.method === "GET" || incoming.method === "HEAD");
      if (isRepeatable) this.#ask(incoming, outgoing, path, headers, false);
      else this.#apologise(incoming, outgoing);
    });
    if (hasBody) this.#sendBody(incoming, outgoing, onward);
    else onward.end();
  }

  #sendBody(incoming: IncomingMessage, outgoing: ServerResponse, onward: ClientRequest): void {
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      // Once the renderer is gone, the rest is read to nowhere: a client hears the answer after it has spoken.
      if (onward.destroyed) return;
      size += chunk.length;
      if (size > BODY_MAX) {
        if (!outgoing.headersSent) this.#refuseSize(incoming, outgoing);
        onward.destroy();
      } else if (!onward.write(chunk)) {
        incoming.pause();
        onward.once("drain", () => incoming.resume());
      }
    });
    incoming.on("end", () => onward.destroyed || onward.end());
    incoming.on("error", () => onward.destroy());
    onward.once("close", () => incoming.resume());
  }

  #answer(answer: IncomingMessage, incoming: IncomingMessage, outgoing: ServerResponse, path: string): void {
    if (outgoing.headersSent || outgoing.destroyed) {
      answer.destroy();
      return;
    }
    if (answer.statusCode === 404 && path.startsWith("/_next/static/")) {
      // Next answers with a page, which says what stands on top of every page; these addresses are open to everyone.
      answer.destroy();
      return this.#answers.say(incoming, outgoing, 404, NO_FILE);
    }
    if (isSaidByScript(answer, path)) {
      answer.destroy();
      return this.#answers.say(incoming, outgoing, 404, MISSING);
    }
    outgoing.writeHead(answer.statusCode ?? 502, this.#headersOutward(answer, incoming.url ?? "/"));
    answer.on("error", () => outgoing.destroy());
    answer.pipe(outgoing);
  }

  #headersOutward(answer: IncomingMessage, url: string): string[] {
    const isBuilt = url.startsWith("/_next/static/") && answer.statusCode === 200;
    const headers: string[] = [];
    const given = new Set<string>();
    for (let i = 0; i < answer.rawHeaders.length; i += 2) {
      const name = answer.rawHeaders[i] as string;
      const lower = name.toLowerCase();
      if (!maySendOut(lower) || (lower === "cache-control" && !isBuilt)) continue;
      given.add(lower);
      headers.push(name, answer.rawHeaders[i + 1] as string);
    }
    const ours = ["Cache-Control", "private, no-store", "Content-Security-Policy", FRAMEWORK_POLICY, ...this.#safety];
    for (let i = 0; i < ours.length; i += 2) {
      const name = ours[i] as string;
      if (!given.has(name.toLowerCase())) headers.push(name, ours[i + 1] as string);
    }
    return headers;
  }

  #refuseSize(incoming: IncomingMessage, outgoing: ServerResponse): void {
    this.#answers.say(incoming, outgoing, 413, TOO_LARGE);
  }

  #apologise(incoming: IncomingMessage, outgoing: ServerResponse): void {
    this.#answers.say(incoming, outgoing, 503, RESTARTING, ["Retry-After", "2"]);
  }
}

/** Whether it is Next's word that there is no such page, which is empty without its scripts; the console has them. */
function isSaidByScript({ statusCode, headers }: IncomingMessage, path: string): boolean {
  return statusCode === 404 && /\brsc\b/.test(headers.vary ?? "") && !path.startsWith("/console");
}

/** Whether a body is passed on; frames it so that the renderer cannot mistake it for another request. */
function bodyFraming(incoming: IncomingMessage, headers: ReturnType<typeof headersInward>): boolean {
  const isChunked = incoming.headers["transfer-encoding"] !== undefined;
  const hasBody = isChunked || Number(incoming.headers["content-length"] ?? 0) > 0;
  if (incoming.method === "GET" || incoming.method === "HEAD") {
    delete headers["content-length"];
    return false;
  }
  if (isChunked) headers["transfer-encoding"] = "chunked";
  return hasBody;
}
