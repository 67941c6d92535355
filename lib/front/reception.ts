import type { IncomingMessage, ServerResponse } from "node:http";
import type { BlockList } from "node:net";
import { readAddress } from "./address.ts";
import type { Events } from "./events.ts";
import { type Sender, senderOf } from "./forwarded-headers.ts";
import type { Gate } from "./gate/gate.ts";
import type { Entry, Porter } from "./gate/porter.ts";
import { privateCopy } from "./gate/private-copy.ts";
import type { OwnAddresses } from "./own-addresses.ts";
import type { PageMemory } from "./page-memory.ts";
import { MISSING, type PassOn } from "./pass-on.ts";
import type { PlainAnswers } from "./plain-answers.ts";
import { type Asked, askedFor, isInside } from "./public-paths.ts";
import { sendCopy } from "./send-copy.ts";
import type { StaticFiles } from "./static-files.ts";
import { TokenBuckets } from "./token-buckets.ts";

export type Rooms = {
  gate: Gate;
  porter: Porter;
  memory: PageMemory;
  files: StaticFiles;
  events: Events;
  own: OwnAddresses;
  passOn: PassOn;
  answers: PlainAnswers;
  trusted: BlockList;
  version: () => number;
};

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const STARTING = "The status page is starting. Please try again in a moment.";
const TOO_FAST = "That was a little fast. Please try again in a moment.";
const NOT_UNDERSTOOD = "This request could not be understood.";

/** Takes each request and sees who answers it: memory first, and the renderer last. */
export class Reception {
  readonly #rooms: Rooms;
  /** For pages that are drawn for whoever asks. */
  readonly #strangers = new TokenBuckets({ burst: 60, perSecond: 20 });
  /** For pictures, each of which costs as much as many pages. */
  readonly #sitters = new TokenBuckets({ burst: 20, perSecond: 3 });
  /** For those who say who they are, and for forms: what they do is limited where it is done. */
  readonly #others = new TokenBuckets({ burst: 600, perSecond: 200 });

  constructor(rooms: Rooms) {
    this.#rooms = rooms;
  }

  /** Answers one request. Never throws. */
  receive(request: IncomingMessage, response: ServerResponse): void {
    const { method } = request;
    if (method === "GET" || method === "HEAD") {
      const { memory, gate } = this.#rooms;
      const page = memory.peek(request.url as string);
      if (page?.isCurrent && (gate.isPlain || gate.isOpenAt(request.headers.host))) {
        page.wasAsked = true;
        sendCopy(request, response, page.copy);
        return;
      }
    }
    this.#find(request, response).catch(() => this.#rooms.answers.say(request, response, 400, NOT_UNDERSTOOD));
  }

  async #find(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { answers } = this.#rooms;
    const address = readAddress(request.url ?? "");
    if (!METHODS.includes(request.method ?? ""))
      return answers.say(request, response, 405, "That cannot be done here.", ["Allow", METHODS.join(", ")]);
    if (!address || hostsOf(request) > 1) return answers.say(request, response, 400, NOT_UNDERSTOOD);
    const { path } = address;
    const isReading = request.method === "GET" || request.method === "HEAD";
    if (isReading && this.#rooms.own.answer(path, request, response)) return;
    const entry = await this.#rooms.porter.receive(request, response, address, this.#senderOf(request));
    if (entry === null) return;
    const { query } = entry;
    const target = query === "" ? path : `${path}?${query}`;
    if (path === "/events") return this.#open(request, response, isReading);
    const asked = askedFor(path, query);
    if (isInside(path)) return answers.say(request, response, 404, MISSING);
    if (asked && !isReading && !asked.kind.takesForms) return this.#refuseMethod(request, response);
    if (!isReading) return this.#passOn(request, response, target);
    if (asked) return this.#read(request, response, asked, entry);
    const file = this.#rooms.files.find(path);
    if (file) return sendCopy(request, response, await file);
    this.#passOn(request, response, target);
  }

  async #read(request: IncomingMessage, response: ServerResponse, asked: Asked, entry: Entry): Promise<void> {
    const { memory, answers } = this.#rooms;
    const isCostly = asked.kind.isCostly === true;
    if (memory.costsDrawing(asked.key) && this.#isTooFast(request, response, this.#senderOf(request), isCostly)) return;
    const reading = await memory.read(asked);
    if (reading.found === "page") {
      const copy = entry.isPrivate ? privateCopy(reading.copy, entry.isByToken) : reading.copy;
      sendCopy(request, response, copy);
    } else if (reading.found === "unkept") this.#passOn(request, response, asked.key);
    else if (reading.found === "nothing") answers.say(request, response, 503, STARTING, ["Retry-After", "2"]);
    else if (reading.document) answers.missing(request, response, reading.document);
    else answers.say(request, response, 404, MISSING);
  }

  #open(request: IncomingMessage, response: ServerResponse, isReading: boolean): void {
    const { events, answers, version } = this.#rooms;
    if (!isReading) return this.#refuseMethod(request, response);
    if (events.isFull)
      return answers.say(request, response, 503, "Too many pages are open at once; this one reads itself again.", [
        "Retry-After",
        "30",
      ]);
    events.add(request, response, version());
  }

  /** What can only be read would be drawn by the renderer for every request that means something else. */
  #refuseMethod(request: IncomingMessage, response: ServerResponse): void {
    this.#rooms.answers.say(request, response, 405, "That cannot be done here.", ["Allow", "GET, HEAD"]);
  }

  #passOn(request: IncomingMessage, response: ServerResponse, target: string): void {
    const sender = this.#senderOf(request);
    if (!this.#isTooFast(request, response, sender)) this.#rooms.passOn.handle(request, response, target, sender);
  }

  #isTooFast(
    request: IncomingMessage,
    response: ServerResponse,
    sender = this.#senderOf(request),
    isCostly = false,
  ): boolean {
    const { cookie, authorization } = request.headers;
    const isStranger = cookie === undefined && authorization === undefined && request.method !== "POST";
    const isBuilt = request.url?.startsWith("/_next/static/");
    const usual = isStranger && !isBuilt ? this.#strangers : this.#others;
    const buckets = isCostly ? this.#sitters : usual;
    const seconds = buckets.take(sender.address, performance.now());
    if (seconds > 0) this.#rooms.answers.say(request, response, 429, TOO_FAST, ["Retry-After", String(seconds)]);
    return seconds > 0;
  }

  #senderOf(request: IncomingMessage): Sender {
    return senderOf(request, this.#rooms.trusted);
  }
}

function hostsOf(request: IncomingMessage): number {
  let count = 0;
  for (let i = 0; i < request.rawHeaders.length; i += 2)
    if (request.rawHeaders[i]?.toLowerCase() === "host") count += 1;
  return count;
}
