import type { IncomingMessage, ServerResponse } from "node:http";
import { MINUTE, SECOND } from "#lib/domain/instant.ts";
import type { Address } from "#lib/front/address.ts";
import { hostOf, type Sender } from "#lib/front/forwarded-headers.ts";
import type { PlainAnswers } from "#lib/front/plain-answers.ts";
import { askedFor } from "#lib/front/public-paths.ts";
import { TokenBuckets } from "#lib/front/token-buckets.ts";
import { passCookieName } from "#lib/services/page-pass.ts";
import { isPagePassword } from "#lib/services/page-password.ts";
import { type Words, wordsIn } from "#lib/words/words.ts";
import { doorPage } from "./door-page.ts";
import type { Admission, Gate } from "./gate.ts";
import { cookieOf, DOOR, isOwnForm, languageOf, localPath, readForm, tokenOf, withoutToken } from "./read-request.ts";

/** How a request that was let in goes on: its query without a key, and whether its answer is for this reader alone. */
export type Entry = { query: string; isPrivate: boolean; isByToken: boolean };

const TRIES_MS = 15 * MINUTE;
const AT_ONCE_MAX = 4;
const STARTING = "The status page is starting. Please try again in a moment.";
const MISDIRECTED = "This page is not found under this name.";
const CLOSED = "This status page is private: a link's token is needed, as ?access=… or as a bearer token.";
const ROBOTS = "User-agent: *\nDisallow: /\n";
const HEADERS = ["Vary", "Cookie, Authorization, Accept-Language", "X-Robots-Tag", "noindex, nofollow, noarchive"];
/** These ask by themselves who somebody is, or belong to whoever has their address; what is built holds nothing of the page. */
const OPEN = /^\/(?:(?:console|api\/v1|_next\/static)(?:\/|$)|subscriptions\/[\w.-]+$)/;
/** Machines inside know us by other names, and bring a key that no browser brings for them. */
const NAMELESS = /^\/api\/v1\//;

export type PorterOptions = {
  gate: Gate;
  answers: PlainAnswers;
  publicUrl: string;
  /** Whether it is one of the product's own files. */
  isFile: (path: string) => boolean;
};

/** Stands before everything that is not plainly public: sees to names, keys, and the door of a private page. */
export class Porter {
  readonly #options: PorterOptions;
  readonly #cookieName: string;
  readonly #isSecure: boolean;
  /** The right password waits as a wrong one does: nobody learns by the waiting which it was. */
  readonly #tries = new TokenBuckets({ burst: 10, perSecond: (10 * SECOND) / TRIES_MS });
  readonly #allTries = new TokenBuckets({ burst: 300, perSecond: (300 * SECOND) / TRIES_MS });
  #checking = 0;

  constructor(options: PorterOptions) {
    this.#options = options;
    this.#cookieName = passCookieName(options.publicUrl);
    this.#isSecure = options.publicUrl.startsWith("https:");
  }

  /** @returns how the request goes on; null when it has been answered. */
  async receive(
    request: IncomingMessage,
    response: ServerResponse,
    { path, query }: Address,
    sender: Sender,
  ): Promise<Entry | null> {
    const { gate } = this.#options;
    if (!this.#isAtRightName(request, response, { path, query }, sender)) return null;
    if (OPEN.test(path) || this.#options.isFile(path)) return { query, isPrivate: false, isByToken: false };
    const open = { query: withoutToken(query), isPrivate: false, isByToken: false };
    if (!gate.isPrivate) return path === DOOR ? this.#goOn(request, response, "/", null) : open;
    if (gate.door === null) return this.#starting(request, response);
    if (path === "/robots.txt") return this.#robots(request, response);
    if (path === DOOR && request.method === "POST") return this.#enter(request, response, sender);
    const admission = gate.admit({
      address: sender.address,
      token: tokenOf(request, query),
      cookie: cookieOf(request, this.#cookieName),
    });
    if (admission === null) return this.#refuse(request, response, { path, query: open.query });
    if (path === DOOR) return this.#goOn(request, response, "/", null);
    if (admission.by === "token" && this.#isPage(request, path)) {
      this.#goOn(request, response, open.query === "" ? path : `${path}?${open.query}`, admission);
      return null;
    }
    return { ...open, isPrivate: true, isByToken: admission.by === "token" };
  }

  /** A page is read under its own name alone: other names lead there, and under a strange one nothing private is told. */
  #isAtRightName(
    request: IncomingMessage,
    response: ServerResponse,
    { path, query }: Address,
    sender: Sender,
  ): boolean {
    const { gate, answers, publicUrl } = this.#options;
    if (gate.isPlain || NAMELESS.test(path)) return true;
    const place = gate.placeOf(hostOf(request, sender));
    if (place === "own" || (place === "strange" && (!gate.isPrivate || OPEN.test(path)))) return true;
    const isReading = request.method === "GET" || request.method === "HEAD";
    if (place === "other" && isReading) {
      const location = `${publicUrl}${path}${query === "" ? "" : `?${query}`}`;
      answers.send(request, response, 308, "text/plain; charset=utf-8", "", ["Location", location]);
    } else answers.say(request, response, 421, MISDIRECTED);
    return false;
  }

  /** Pages come again without the key in their address, where it would be seen and passed on; machines read at once. */
  #isPage(request: IncomingMessage, path: string): boolean {
    const isReading = request.method === "GET" || request.method === "HEAD";
    return isReading && path !== "/embed" && askedFor(path, "")?.kind.mode === "plain";
  }

  #starting(request: IncomingMessage, response: ServerResponse): null {
    this.#options.answers.say(request, response, 503, STARTING, ["Retry-After", "2"]);
    return null;
  }

  #robots(request: IncomingMessage, response: ServerResponse): null {
    this.#options.answers.send(request, response, 200, "text/plain; charset=utf-8", ROBOTS);
    return null;
  }

  #refuse(request: IncomingMessage, response: ServerResponse, { path, query }: Address): null {
    const kind = askedFor(path, query)?.kind;
    const isForMachines = kind?.mode === "raw" || path === "/events" || path.startsWith("/api/");
    const headers = [...HEADERS, "WWW-Authenticate", 'Bearer realm="status page"'];
    if (isForMachines) {
      const text = JSON.stringify({ error: CLOSED });
      this.#options.answers.send(request, response, 401, "application/json; charset=utf-8", text, headers);
    } else this.#show(request, response, 401, path === DOOR ? "/" : `${path}${query === "" ? "" : `?${query}`}`, null);
    return null;
  }

  #show(
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    next: string,
    wrong: ((words: Words) => string) | null,
    headers: readonly string[] = [],
  ): null {
    const { gate, answers } = this.#options;
    const door = gate.door;
    if (door === null) return this.#starting(request, response);
    const words = wordsIn(languageOf(request, next, door.languages));
    const all = [...HEADERS, "WWW-Authenticate", 'Bearer realm="status page"', ...headers];
    answers.send(
      request,
      response,
      status,
      "text/html; charset=utf-8",
      doorPage(door, words, next, wrong?.(words) ?? null),
      all,
    );
    return null;
  }

  async #enter(request: IncomingMessage, response: ServerResponse, sender: Sender): Promise<null> {
    const { gate, answers, publicUrl } = this.#options;
    const form = await readForm(request);
    if (form === null || !isOwnForm(request, publicUrl)) {
      answers.say(
        request,
        response,
        form === null ? 400 : 403,
        `This form works at ${publicUrl} only. Open the page there.`,
      );
      return null;
    }
    const next = localPath(form.get("next"));
    const now = performance.now();
    const seconds = this.#tries.take(sender.address, now) || this.#allTries.take("all", now);
    if (seconds > 0 || this.#checking >= AT_ONCE_MAX) {
      const wait = Math.max(1, seconds);
      const sentence = (words: Words) => words.say("door.wait", { duration: words.duration(wait * SECOND) });
      return this.#show(request, response, 429, next, sentence, ["Retry-After", String(wait)]);
    }
    const pass = gate.passByPassword();
    if (pass === null || !(await this.#isRight(form.get("password") ?? "")))
      return this.#show(request, response, 401, next, (words) => words.say("door.wrong"));
    return this.#goOn(request, response, next, { by: "token", pass });
  }

  async #isRight(given: string): Promise<boolean> {
    const password = this.#options.gate.door?.password;
    if (!password) return false;
    this.#checking += 1;
    try {
      return await isPagePassword(password, given);
    } finally {
      this.#checking -= 1;
    }
  }

  #goOn(request: IncomingMessage, response: ServerResponse, next: string, admission: Admission | null): null {
    const headers = ["Location", next, ...HEADERS];
    if (admission?.by === "token") {
      const { text, seconds } = this.#options.gate.sealed(admission.pass);
      const cookie = `${this.#cookieName}=${text}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax`;
      headers.push("Set-Cookie", this.#isSecure ? `${cookie}; Secure` : cookie);
    }
    this.#options.answers.send(request, response, 303, "text/plain; charset=utf-8", "", headers);
    return null;
  }
}
